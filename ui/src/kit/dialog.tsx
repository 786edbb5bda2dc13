// A dialog: it is open while it is there. Its end says why it did not work, is the way out, and has
// what it does (the children).
import { Alert, Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from './focus';
import styles from './dialog.module.css';

interface DialogProps {
    title: string;
    /** Width in pixels. */
    size: number;
    /** What is shown is shown once: it is closed by its buttons alone. */
    once?: boolean;
    onClose: () => void;
    children: ReactNode;
}

export function Dialog({ title, size, once, onClose, children }: DialogProps) {
    const { t } = useTranslation();
    useFocusBack();
    return (
        <Modal
            opened
            onClose={onClose}
            title={title}
            size={size}
            closeOnClickOutside={!once}
            closeOnEscape={!once}
            closeButtonProps={{ 'aria-label': t('action.close') }}
        >
            {children}
        </Modal>
    );
}

interface EndProps {
    error?: Error | null;
    onClose: () => void;
    children?: ReactNode;
}

export function DialogEnd({ error, onClose, children }: EndProps) {
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
