// The identity rules: edit, try on everybody, publish, go back.
import { Alert, Badge, Button, Modal, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFlask, IconRocket } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Definition, IdentityRules } from '../../kit/api_gen';
import { DialogEnd } from '../../kit/dialog_end';
import { Page, Section } from '../../kit/page';
import { useCan } from '../../kit/session';
import { Answer } from '../../kit/state';
import { Problem } from '../../kit/transport';
import { KindTable, PersonLimits } from './form';
import { History, Quarantine } from './lists';
import { useChange, useRules, useTrial } from './queries';
import { asRules, equalRules } from './rules';
import { Trial } from './trial';
import styles from './identity.module.css';

interface PublishProps {
    tried: boolean;
    pending: boolean;
    error: Error | null;
    onPublish: (note: string) => void;
    onClose: () => void;
}

function PublishDialog({ tried, pending, error, onPublish, onClose }: PublishProps) {
    const { t } = useTranslation();
    const [note, setNote] = useState('');
    return (
        <Modal
            opened
            onClose={onClose}
            title={t('identity.publishTitle')}
            size={480}
            closeButtonProps={{ 'aria-label': t('action.close') }}
        >
            <div className={styles.dialog}>
                <p className="ms-muted">{t('identity.publishText')}</p>
                {!tried && (
                    <Alert color="yellow" variant="light">
                        {t('identity.tryFirst')}
                    </Alert>
                )}
                <Textarea
                    label={t('identity.note')}
                    value={note}
                    maxLength={250}
                    autosize
                    minRows={2}
                    data-autofocus
                    onChange={(e) => setNote(e.currentTarget.value)}
                />
                <DialogEnd error={error} onClose={onClose}>
                    <Button loading={pending} onClick={() => onPublish(note.trim())}>
                        {t('identity.publish')}
                    </Button>
                </DialogEnd>
            </div>
        </Modal>
    );
}

function Said({
    error,
    text,
    reload,
}: {
    error: Error | null;
    text: string | null;
    reload: () => void;
}) {
    const { t } = useTranslation();
    const stale = error instanceof Problem && (error.status === 412 || error.status === 409);
    if (stale) {
        return (
            <Alert color="yellow" variant="light" role="alert" mb={16}>
                {t('identity.conflict')}{' '}
                <Button size="compact-xs" variant="default" onClick={reload}>
                    {t('identity.reload')}
                </Button>
            </Alert>
        );
    }
    if (error) {
        return (
            <Alert color="red" variant="light" role="alert" mb={16}>
                {error.message}
                {error instanceof Problem && error.where && (
                    <div className="ms-mono">{error.where}</div>
                )}
            </Alert>
        );
    }
    return text ? (
        <Alert color="green" variant="light" role="status" mb={16}>
            {text}
        </Alert>
    ) : null;
}

function useEditing(before: Definition | null) {
    const { t } = useTranslation();
    const server = asRules(before?.draft ?? before?.published);
    const [rules, setRules] = useState<IdentityRules>(server);
    const [text, setText] = useState<string | null>(null);
    const [triedRules, setTried] = useState<IdentityRules | null>(null);
    const trial = useTrial();
    const change = useChange();
    return {
        rules,
        text,
        trial,
        change,
        changed: !equalRules(rules, server),
        differs: !equalRules(rules, asRules(before?.published)),
        tried: triedRules !== null && equalRules(triedRules, rules),
        edit: (next: IdentityRules) => {
            setRules(next);
            setText(null);
        },
        tryOut: () => trial.mutate(rules, { onSuccess: () => setTried(rules) }),
        save: () =>
            change.save.mutate(
                { before, rules },
                {
                    onSuccess: () => setText(t('identity.saved')),
                },
            ),
        publish: (note: string, done: () => void) =>
            change.publish.mutate(
                { before, rules, note },
                {
                    onSuccess: (d) => {
                        setText(t('identity.published', { version: d.version ?? 0 }));
                        done();
                    },
                },
            ),
        discard: () =>
            before &&
            change.discard.mutate(before, {
                onSuccess: () => setRules(asRules(before.published)),
            }),
    };
}

function View({ before, reload }: { before: Definition | null; reload: () => void }) {
    const { t } = useTranslation();
    const writes = useCan()('definitions:write');
    const e = useEditing(before);
    const [asking, askingIs] = useDisclosure(false);
    const error =
        e.change.save.error ??
        e.change.discard.error ??
        e.change.publish.error ??
        e.change.rollback.error;
    return (
        <Page
            title={t('identity.title')}
            about={t('identity.about')}
            actions={
                <>
                    <Button
                        variant="default"
                        loading={e.trial.isPending}
                        onClick={e.tryOut}
                        leftSection={<IconFlask size={16} aria-hidden />}
                    >
                        {t('identity.try')}
                    </Button>
                    {writes && (
                        <>
                            <Button
                                variant="default"
                                disabled={!e.changed}
                                loading={e.change.save.isPending}
                                onClick={e.save}
                            >
                                {t('identity.saveDraft')}
                            </Button>
                            <Button
                                disabled={!e.differs}
                                onClick={askingIs.open}
                                leftSection={<IconRocket size={16} aria-hidden />}
                            >
                                {t('identity.publish')}
                            </Button>
                        </>
                    )}
                </>
            }
        >
            <div className={styles.state}>
                <Badge variant="light" color="green" tt="none">
                    {before?.version
                        ? t('identity.inForce', { version: before.version })
                        : t('identity.builtIn')}
                </Badge>
                {before?.draft && (
                    <>
                        <Badge variant="light" color="yellow" tt="none">
                            {t('identity.draft')}
                        </Badge>
                        {writes && (
                            <Button size="compact-xs" variant="subtle" onClick={e.discard}>
                                {t('identity.discard')}
                            </Button>
                        )}
                    </>
                )}
            </div>
            <Said error={error} text={e.text} reload={reload} />
            <Trial trial={e.trial} />
            <KindTable rules={e.rules} onChange={e.edit} fixed={!writes} />
            <PersonLimits rules={e.rules} onChange={e.edit} fixed={!writes} />
            <Quarantine release={writes ? (id) => e.change.release.mutate(id) : undefined} />
            <Section title={t('identity.history')} flush>
                <History
                    current={before?.version ?? null}
                    rollback={
                        writes && before
                            ? (version) => e.change.rollback.mutate({ before, version })
                            : undefined
                    }
                />
            </Section>
            {asking && (
                <PublishDialog
                    tried={e.tried}
                    pending={e.change.publish.isPending}
                    error={e.change.publish.error}
                    onClose={askingIs.close}
                    onPublish={(note) => e.publish(note, askingIs.close)}
                />
            )}
        </Page>
    );
}

export default function IdentityRulesPage() {
    const query = useRules();
    const [generation, setGeneration] = useState(0);
    const reload = () => void query.refetch().then(() => setGeneration((n) => n + 1));
    return (
        <Answer query={query}>
            {(d) => <View key={`${generation} ${d?.version ?? 0}`} before={d} reload={reload} />}
        </Answer>
    );
}
