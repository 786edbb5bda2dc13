// Whether the log's chain holds: gone through when the screen opens, said in a badge.
import { Alert, Badge, Button, Loader } from '@mantine/core';
import { IconLink, IconLinkOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChain } from './queries';
import styles from './audit.module.css';

export function Chain() {
    const { t } = useTranslation();
    const { whole, sofar } = useChain();
    const { data } = whole;
    const checking = whole.isFetching;
    return (
        <div className={styles.chainState} role="status">
            {checking && (
                <span className={styles.checking}>
                    <Loader size={14} aria-hidden />
                    {t('audit.checking', { done: sofar?.checked ?? 0, rows: sofar?.rows ?? 0 })}
                </span>
            )}
            {!checking && data?.state === 'intact' && (
                <Badge
                    variant="light"
                    color="green"
                    tt="none"
                    size="lg"
                    leftSection={<IconLink size={14} aria-hidden />}
                >
                    {t('audit.intact', { count: data.rows })}
                </Badge>
            )}
            {!checking && data?.state === 'broken' && (
                <Badge
                    variant="light"
                    color="red"
                    tt="none"
                    size="lg"
                    leftSection={<IconLinkOff size={14} aria-hidden />}
                >
                    {t('audit.broken', { row: data.fault?.row ?? 0 })}
                </Badge>
            )}
            {!checking && !data && whole.error && (
                <Badge variant="light" color="yellow" tt="none" size="lg">
                    {t('audit.uncheckable')}
                </Badge>
            )}
            {!checking && (
                <Button variant="subtle" size="compact-sm" onClick={() => void whole.refetch()}>
                    {t('audit.check')}
                </Button>
            )}
        </div>
    );
}

/** What to do when it does not. */
export function Broken() {
    const { t } = useTranslation();
    const { data } = useChain().whole;
    if (data?.state !== 'broken') return null;
    return (
        <Alert
            color="red"
            variant="light"
            className={styles.alert}
            title={t('audit.broken', { row: data.fault?.row ?? 0 })}
        >
            {t('audit.brokenText', { what: data.fault?.what ?? '' })}
        </Alert>
    );
}
