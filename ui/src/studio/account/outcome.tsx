import { Alert } from '@mantine/core';

/** What came of it: why not, or that it is done. */
export function Outcome({ error, done }: { error: Error | null; done: string | false }) {
    if (error)
        return (
            <Alert color="red" variant="light" role="alert">
                {error.message}
            </Alert>
        );
    return done ? (
        <Alert color="green" variant="light" role="status">
            {done}
        </Alert>
    ) : null;
}
