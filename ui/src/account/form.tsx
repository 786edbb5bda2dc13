// What the forms of the way in share: submit, and why it did not work.
import { Alert, Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../kit/transport';
import styles from './frame.module.css';

/** In words. `wrong`: what 401 and 404 mean here; a wrong password says no more than that. */
function Why({ error, wrong }: { error: Error | null; wrong: string | undefined }) {
    const { t } = useTranslation();
    if (!error) return null;
    const problem = error instanceof Problem ? error : undefined;
    const text =
        wrong && (problem?.status === 401 || problem?.status === 404)
            ? wrong
            : problem?.status === 0
              ? t('state.unreachable')
              : error.message;
    return (
        <Alert color="red" variant="light" role="alert">
            {text}
            {problem?.hint && <div>{problem.hint}</div>}
        </Alert>
    );
}

interface FormProps<T> {
    run: UseMutationResult<T, Error, void>;
    submit: string;
    wrong?: string;
    children: ReactNode;
}

export function Form<T>({ run, submit, wrong, children }: FormProps<T>) {
    const onSubmit = (e: FormEvent) => {
        e.preventDefault();
        run.mutate();
    };
    return (
        <form onSubmit={onSubmit} className={styles.fields}>
            {children}
            <Why error={run.error} wrong={wrong} />
            <Button type="submit" fullWidth size="md" loading={run.isPending}>
                {submit}
            </Button>
        </form>
    );
}
