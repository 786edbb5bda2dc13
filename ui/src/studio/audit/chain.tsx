// Whether the log's chain holds: gone through when the screen opens, said in a badge.
import { Alert, Badge, Button, Loader } from '@mantine/core';
import { IconLink, IconLinkOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChain } from './queries';
import styles from './audit.module.css';

interface FoundProps {
    colour: 'green' | 'red' | 'yellow';
    icon?: ReactNode;
    children: ReactNode;
}

const Found = ({ colour, icon, children }: FoundProps) => (
    <Badge variant="light" color={colour} tt="none" size="lg" leftSection={icon}>
        {children}
    </Badge>
);

export function Chain() {
    const { t } = useTranslation();
    const { whole, sofar } = useChain();
    const { data } = whole;
    const checking = whole.isFetching;
    const failed = !checking && whole.error; // whatever was found before
    const found = !checking && !failed;
    return (
        <div className={styles.chainState} role="status">
            {checking && (
                <span className={styles.checking}>
                    <Loader size={14} aria-hidden />
                    {t('audit.checking', { done: sofar?.checked ?? 0, rows: sofar?.rows ?? 0 })}
                </span>
            )}
            {found && data?.state === 'intact' && (
                <Found colour="green" icon={<IconLink size={14} aria-hidden />}>
                    {t('audit.intact', { count: data.rows })}
                </Found>
            )}
            {found && data?.state === 'broken' && (
                <Found colour="red" icon={<IconLinkOff size={14} aria-hidden />}>
                    {t('audit.broken', { row: data.fault?.row ?? 0 })}
                </Found>
            )}
            {failed && <Found colour="yellow">{t('audit.uncheckable')}</Found>}
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
