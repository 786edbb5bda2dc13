// What every builder of a definition shows: what is in force, save and publish, what came of it,
// the versions.
import { Alert, Badge, Button, Textarea } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Definition } from '../../kit/api_gen';
import { Dialog, DialogEnd } from '../../kit/dialog';
import { dateTime } from '../../kit/format';
import { Section } from '../../kit/page';
import { Answer } from '../../kit/state';
import { Problem } from '../../kit/transport';
import { useVersions, type Editing, type Place } from './queries';
import styles from './parts.module.css';

interface PublishProps {
    title: string;
    text: string;
    /** What to think of before. */
    warning?: ReactNode;
    of: Pick<Editing, 'change' | 'publish'>;
    onClose: () => void;
}

export function PublishDialog(p: PublishProps) {
    const { t } = useTranslation();
    const [note, setNote] = useState('');
    const { error, isPending } = p.of.change.publish;
    return (
        <Dialog onClose={p.onClose} title={p.title} size={480}>
            <div className={styles.dialog}>
                <p className="ms-muted">{p.text}</p>
                {p.warning && (
                    <Alert color="yellow" variant="light">
                        {p.warning}
                    </Alert>
                )}
                <Textarea
                    label={t('definition.note')}
                    value={note}
                    maxLength={250}
                    autosize
                    minRows={2}
                    data-autofocus
                    onChange={(e) => setNote(e.currentTarget.value)}
                />
                <DialogEnd error={error} onClose={p.onClose}>
                    <Button
                        loading={isPending}
                        onClick={() => p.of.publish(note.trim(), p.onClose)}
                    >
                        {t('definition.publish')}
                    </Button>
                </DialogEnd>
            </div>
        </Dialog>
    );
}

interface SaidProps {
    error: Error | null;
    text: string | null;
    reload: () => void;
}

export function Said({ error, text, reload }: SaidProps) {
    const { t } = useTranslation();
    const stale = error instanceof Problem && (error.status === 412 || error.status === 409);
    if (stale) {
        return (
            <Alert color="yellow" variant="light" role="alert" mb={16}>
                {t('definition.conflict')}{' '}
                <Button size="compact-xs" variant="default" onClick={reload}>
                    {t('definition.reload')}
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

interface InForceProps {
    before: Definition | null;
    /** While nothing was published. */
    none: string;
    discard: (() => void) | undefined;
}

export function InForce({ before, none, discard }: InForceProps) {
    const { t } = useTranslation();
    const version = before?.version;
    return (
        <div className={styles.state}>
            <Badge variant="light" color={version ? 'green' : 'gray'} tt="none">
                {version ? t('definition.inForce', { version }) : none}
            </Badge>
            {before?.draft && (
                <>
                    <Badge variant="light" color="yellow" tt="none">
                        {t('definition.draft')}
                    </Badge>
                    {discard && (
                        <Button size="compact-xs" variant="subtle" onClick={discard}>
                            {t('definition.discard')}
                        </Button>
                    )}
                </>
            )}
        </div>
    );
}

interface SavePublishProps {
    changed: boolean;
    differs: boolean;
    saving: boolean;
    onSave: () => void;
    onPublish: () => void;
}

export function SavePublish({ changed, differs, saving, onSave, onPublish }: SavePublishProps) {
    const { t } = useTranslation();
    return (
        <>
            <Button variant="default" disabled={!changed} loading={saving} onClick={onSave}>
                {t('definition.saveDraft')}
            </Button>
            <Button
                disabled={!differs}
                onClick={onPublish}
                leftSection={<IconRocket size={16} aria-hidden />}
            >
                {t('definition.publish')}
            </Button>
        </>
    );
}

interface HistoryProps {
    at: Place;
    current: number | null;
    rollback: ((version: number) => void) | undefined;
}

export function History({ at, current, rollback }: HistoryProps) {
    const { t } = useTranslation();
    const query = useVersions(at, current !== null);
    return (
        <Section title={t('definition.history')} flush>
            {current === null ? (
                <p className={styles.none}>{t('definition.noHistory')}</p>
            ) : (
                <Answer query={query}>
                    {(data) => (
                        <ul className={styles.versions}>
                            {data.items.map((v) => (
                                <li key={v.version} className={styles.version}>
                                    <strong className="ms-tabular">{v.version}</strong>
                                    <span>{dateTime(v.at)}</span>
                                    <span className="ms-muted">{v.author}</span>
                                    <span className="ms-break">{v.note}</span>
                                    {v.version === current ? (
                                        <Badge variant="light" color="green" tt="none" ml="auto">
                                            {t('definition.current')}
                                        </Badge>
                                    ) : (
                                        rollback && (
                                            <Button
                                                size="compact-sm"
                                                variant="default"
                                                ml="auto"
                                                onClick={() => rollback(v.version)}
                                            >
                                                {t('definition.rollback')}
                                            </Button>
                                        )
                                    )}
                                </li>
                            ))}
                        </ul>
                    )}
                </Answer>
            )}
        </Section>
    );
}
