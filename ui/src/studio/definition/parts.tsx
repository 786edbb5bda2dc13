// What every builder of a definition shows: what is in force, save and publish, what came of it,
// the versions.
import { Alert, Badge, Button, Textarea } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Fragment, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Definition, DefinitionVersion } from '../../kit/api_gen';
import { Dialog, DialogEnd } from '../../kit/dialog';
import { dateTime } from '../../kit/format';
import { Section } from '../../kit/page';
import { Answer, ListSkeleton } from '../../kit/state';
import { Problem } from '../../kit/transport';
import { useDefinition, useVersions, type Editing, type Place } from './queries';
import styles from './parts.module.css';

interface EditedProps {
    at: Place;
    children: (now: Definition | null, again: Again) => ReactNode;
}

/** A definition as it is now, to be edited; read again by hand, it is edited anew. */
export function Edited({ at, children }: EditedProps) {
    const query = useDefinition(at);
    const [generation, setGeneration] = useState(0);
    // What was read on an earlier visit may be old; what is edited must not begin with that.
    const [unread] = useState(query.isFetching);
    const reload = useMutation({
        mutationFn: () => query.refetch({ throwOnError: true }),
        onSuccess: () => setGeneration((n) => n + 1),
    });
    const again = {
        run: () => reload.mutate(),
        isPending: reload.isPending,
        error: reload.error,
    };
    if (unread && !query.isFetchedAfterMount) return <ListSkeleton />;
    return (
        <Answer query={query}>
            {(now) => <Fragment key={generation}>{children(now, again)}</Fragment>}
        </Answer>
    );
}

export interface Again {
    run: () => void;
    isPending: boolean;
    error: Error | null;
}

function useWhy(of: Pick<Editing, 'stale' | 'error' | 'failed'>, deed: Editing['failed']) {
    const { t } = useTranslation();
    if (of.failed !== deed || !of.error) return null;
    return of.stale ? new Error(t('definition.conflict')) : of.error;
}

interface PublishProps {
    title: string;
    text: string;
    /** What to think of before. */
    warning?: ReactNode;
    of: Editing;
    onClose: () => void;
}

export function PublishDialog(p: PublishProps) {
    const { t } = useTranslation();
    const [note, setNote] = useState('');
    const why = useWhy(p.of, 'publish');
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
                <DialogEnd error={why} onClose={p.onClose}>
                    <Button
                        loading={p.of.doing === 'publish'}
                        onClick={() => p.of.publish(note.trim(), p.onClose)}
                    >
                        {t('definition.publish')}
                    </Button>
                </DialogEnd>
            </div>
        </Dialog>
    );
}

interface GoBackProps {
    to: DefinitionVersion;
    /** What a publication means. */
    text: string;
    of: Editing;
    onClose: () => void;
}

function GoBackDialog({ to, text, of, onClose }: GoBackProps) {
    const { t } = useTranslation();
    const why = useWhy(of, 'rollback');
    return (
        <Dialog
            onClose={onClose}
            title={t('definition.rollbackTitle', { version: to.version })}
            size={480}
        >
            <div className={styles.dialog}>
                <p className="ms-muted">
                    {t('definition.rollbackText', {
                        version: to.version,
                        time: dateTime(to.at),
                    })}
                </p>
                <p className="ms-muted">{text}</p>
                {to.note !== '' && <p className="ms-break">{to.note}</p>}
                {(of.changed || of.base?.draft) && (
                    <Alert color="yellow" variant="light">
                        {of.changed ? t('definition.rollbackLoses') : t('definition.rollbackDraft')}
                    </Alert>
                )}
                <DialogEnd error={why} onClose={onClose}>
                    <Button
                        data-autofocus
                        loading={of.doing === 'rollback'}
                        onClick={() => of.rollback(to.version, onClose)}
                    >
                        {t('definition.rollback')}
                    </Button>
                </DialogEnd>
            </div>
        </Dialog>
    );
}

/** What came of the last deed, or what stands against the next. */
export function Said({ of, again }: { of: Editing; again: Again }) {
    const { t } = useTranslation();
    if (of.stale) {
        return (
            <Alert color="yellow" variant="light" role="alert" mb={16}>
                {t('definition.conflict')}{' '}
                <Button
                    size="compact-xs"
                    variant="default"
                    loading={again.isPending}
                    onClick={again.run}
                >
                    {t('definition.reload')}
                </Button>
                {of.changed && <div>{t('definition.conflictLoses')}</div>}
                {again.error && <div>{again.error.message}</div>}
            </Alert>
        );
    }
    if (of.error) {
        return (
            <Alert color="red" variant="light" role="alert" mb={16}>
                {of.error.message}
                {of.error instanceof Problem && of.error.where && (
                    <div className="ms-mono">{of.error.where}</div>
                )}
            </Alert>
        );
    }
    return of.text ? (
        <Alert color="green" variant="light" role="status" mb={16}>
            {of.text}
        </Alert>
    ) : null;
}

interface InForceProps {
    of: Editing;
    /** While nothing was published. */
    none: string;
    fixed: boolean;
}

export function InForce({ of, none, fixed }: InForceProps) {
    const { t } = useTranslation();
    const version = of.base?.version;
    return (
        <div className={styles.state}>
            <Badge variant="light" color={version ? 'green' : 'gray'} tt="none">
                {version ? t('definition.inForce', { version }) : none}
            </Badge>
            {of.base?.draft && (
                <>
                    <Badge variant="light" color="yellow" tt="none">
                        {t('definition.draft')}
                    </Badge>
                    {!fixed && (
                        <Button
                            size="compact-xs"
                            variant="subtle"
                            loading={of.doing === 'discard'}
                            onClick={of.discard}
                        >
                            {t('definition.discard')}
                        </Button>
                    )}
                </>
            )}
        </div>
    );
}

export function SavePublish({ of, onPublish }: { of: Editing; onPublish: () => void }) {
    const { t } = useTranslation();
    return (
        <>
            <Button
                variant="default"
                disabled={!of.changed}
                loading={of.doing === 'save'}
                onClick={of.save}
            >
                {t('definition.saveDraft')}
            </Button>
            <Button
                disabled={!of.differs}
                onClick={() => {
                    of.calm();
                    onPublish();
                }}
                leftSection={<IconRocket size={16} aria-hidden />}
            >
                {t('definition.publish')}
            </Button>
        </>
    );
}

interface HistoryProps {
    at: Place;
    of: Editing;
    /** What a publication means. */
    text: string;
    fixed: boolean;
}

export function History({ at, of, text, fixed }: HistoryProps) {
    const { t } = useTranslation();
    const current = of.base?.version ?? null;
    const query = useVersions(at, current !== null);
    const [to, setTo] = useState<DefinitionVersion | null>(null);
    return (
        <Section title={t('definition.history')} flush>
            {current === null ? (
                <p className={styles.none}>{t('definition.noHistory')}</p>
            ) : (
                <Answer query={query}>
                    {(data) => (
                        <ul className={styles.versions}>
                            {data.items.map((v, i) => (
                                <li key={v.version} className={styles.version}>
                                    <strong className="ms-tabular">{v.version}</strong>
                                    <span>{dateTime(v.at)}</span>
                                    <span className="ms-muted">{v.author}</span>
                                    <span className="ms-break">{v.note}</span>
                                    {i === 0 ? ( // a newer one may be of somebody else
                                        <Badge variant="light" color="green" tt="none" ml="auto">
                                            {t('definition.current')}
                                        </Badge>
                                    ) : (
                                        !fixed &&
                                        !of.stale && (
                                            <Button
                                                size="compact-sm"
                                                variant="default"
                                                ml="auto"
                                                onClick={() => {
                                                    of.calm();
                                                    setTo(v);
                                                }}
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
            {to && <GoBackDialog to={to} text={text} of={of} onClose={() => setTo(null)} />}
        </Section>
    );
}
