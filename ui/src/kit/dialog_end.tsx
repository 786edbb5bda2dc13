// The end of every dialog: why it did not work, the way out, and what it does (the children).
import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './dialog_end.module.css';

interface Props {
    error?: Error | null;
    onClose: () => void;
    children?: ReactNode;
}

export function DialogEnd({ error, onClose, children }: Props) {
    const { t } = useTranslation();
    return (
        <>
            {error && (
                <Alert color="red" variant="light" role="alert">
                    {error.message}
                </Alert>
            )}
            <div className={styles.buttons}>
                <Button variant="default" onClick={onClose}>
                    {t('action.cancel')}
                </Button>
                {children}
            </div>
        </>
    );
}
