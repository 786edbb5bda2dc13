// A deed in two steps that all share: choose, see what would be, do it. What the preview shows the
// server has really done and taken back, so it cannot differ from the deed.
import { Alert, Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../kit/dialog';
import { Problem } from '../../kit/transport';
import { PersonCards } from './card';
import { useDeed, usePreview, type Deed } from './queries';
import styles from './deed.module.css';

interface DeedDialogProps {
    title: string;
    about: string;
    /** What the first step chose; null: not enough yet. */
    deed: Deed | null;
    submit: string;
    onClose: () => void;
    onDone?: () => void;
    children?: ReactNode;
    size?: number;
}

function Why({ error }: { error: Error }) {
    return (
        <Alert color="red" variant="light" role="alert" mt={14}>
            {error.message}
            {error instanceof Problem && error.hint && <div>{error.hint}</div>}
        </Alert>
    );
}

export function DeedDialog(p: DeedDialogProps) {
    const { t } = useTranslation();
    const [shown, setShown] = useState(false);
    const preview = usePreview();
    const deed = useDeed();
    const look = () => {
        if (p.deed) preview.mutate(p.deed, { onSuccess: () => setShown(true) });
    };
    const act = () => {
        if (!p.deed) return;
        deed.mutate(p.deed, {
            onSuccess: () => {
                p.onDone?.();
                p.onClose();
            },
        });
    };
    const error = shown ? deed.error : preview.error;
    return (
        <Dialog onClose={p.onClose} size={p.size ?? 680} title={p.title}>
            <p className={styles.about}>{shown ? t('person.previewNow') : p.about}</p>
            {shown && preview.data ? (
                <>
                    <h3 className={styles.result}>
                        {preview.data.people.length === 2
                            ? t('person.becomesTwo')
                            : t('person.becomesOne')}
                    </h3>
                    <PersonCards people={preview.data.people} />
                </>
            ) : (
                p.children
            )}
            {error && <Why error={error} />}
            <div className={styles.buttons}>
                {shown ? (
                    <Button variant="default" onClick={() => setShown(false)}>
                        {t('action.back')}
                    </Button>
                ) : (
                    <Button variant="default" onClick={p.onClose}>
                        {t('action.cancel')}
                    </Button>
                )}
                {shown ? (
                    <Button onClick={act} loading={deed.isPending}>
                        {p.submit}
                    </Button>
                ) : (
                    <Button onClick={look} disabled={!p.deed} loading={preview.isPending}>
                        {t('person.preview')}
                    </Button>
                )}
            </div>
        </Dialog>
    );
}
