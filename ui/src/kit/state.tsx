// What a screen shows when there is nothing to show: loading, empty, refused, forbidden.
import { Button, Skeleton } from '@mantine/core';
import {
    IconAlertTriangle,
    IconLock,
    IconPlugConnectedX,
    IconZoomQuestion,
} from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from './transport';
import styles from './state.module.css';

interface NoticeProps {
    icon: ReactNode;
    title: string;
    children?: ReactNode;
    action?: ReactNode;
    role?: 'status' | 'alert';
    /** It is the page, so its title is the page's. */
    whole?: boolean;
}

/** A calm box in the middle: one sentence, what it means, what to do. */
export function Notice({
    icon,
    title,
    children,
    action,
    role = 'status',
    whole,
}: NoticeProps) {
    const Title = whole ? 'h1' : 'p';
    return (
        <div className={styles.notice} role={role}>
            <div className={styles.icon} aria-hidden>
                {icon}
            </div>
            <Title className={styles.title}>{title}</Title>
            {children && <div className={styles.text}>{children}</div>}
            {action && <div className={styles.action}>{action}</div>}
        </div>
    );
}

export const Empty = (p: Omit<NoticeProps, 'icon'> & { icon?: ReactNode }) => (
    <Notice icon={<IconZoomQuestion size={22} stroke={1.5} />} {...p} />
);

export function Forbidden({ scope }: { scope?: string | undefined }) {
    const { t } = useTranslation();
    return (
        <Notice icon={<IconLock size={22} stroke={1.5} />} title={t('state.forbidden')}>
            {t('state.forbiddenText')}
            {scope && <div className="ms-mono">{scope}</div>}
        </Notice>
    );
}

/** The server could not be asked. */
export const isAway = (error: Error) =>
    error instanceof Problem && (error.status === 0 || error.status === 503);

/** An error as the server told it: what, where, what to do, and the number to quote. */
export function Trouble({ error, retry }: { error: Error; retry?: () => void }) {
    const { t } = useTranslation();
    if (error instanceof Problem && error.status === 403)
        return <Forbidden scope={error.detail} />;
    const problem = error instanceof Problem ? error : undefined;
    const away = isAway(error);
    const title = away
        ? t('state.unreachable')
        : problem?.status === 404
          ? t('state.notFound')
          : t('state.failed');
    return (
        <Notice
            role="alert"
            icon={
                away ? (
                    <IconPlugConnectedX size={22} stroke={1.5} />
                ) : (
                    <IconAlertTriangle size={22} stroke={1.5} />
                )
            }
            title={title}
            action={
                retry && (
                    <Button variant="default" onClick={retry}>
                        {t('state.retry')}
                    </Button>
                )
            }
        >
            {!away && error.message}
            {problem?.hint && <div>{problem.hint}</div>}
            {problem?.requestId && (
                <div className="ms-mono ms-small">
                    {t('state.request', { id: problem.requestId })}
                </div>
            )}
        </Notice>
    );
}

/** Lines in the shape of a list, until it is there. */
export function ListSkeleton({ rows = 8 }: { rows?: number }) {
    const { t } = useTranslation();
    return (
        <div role="status" aria-label={t('state.loading')} className={styles.lines}>
            {Array.from({ length: rows }, (_, i) => (
                <Skeleton key={i} h={18} w={`${92 - ((i * 17) % 40)}%`} radius="sm" />
            ))}
        </div>
    );
}

interface AnswerProps<T> {
    query: UseQueryResult<T>;
    children: (data: T) => ReactNode;
    loading?: ReactNode;
}

/** The data once it is there; until then, or instead, the right one of the states above. What was
 *  read before stays while a later reading fails. */
export function Answer<T>({ query, children, loading }: AnswerProps<T>) {
    if (query.data !== undefined) return <>{children(query.data)}</>;
    if (query.error) return <Trouble error={query.error} retry={() => void query.refetch()} />;
    return <>{loading ?? <ListSkeleton />}</>;
}
