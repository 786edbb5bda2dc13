// Pages that a link leads to: an invitation, a new password. The token stands behind the "#", so it
// is in no server's log.
import { TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { acceptInvitation, getInvitation, resetPassword } from '../kit/api_gen';
import { useTakeSession } from '../kit/session';
import { ListSkeleton } from '../kit/state';
import { Form } from './form';
import { Frame } from './frame';
import { NewPassword } from './new_password';

const token = () => decodeURIComponent(location.hash.slice(1));

export function Invited() {
    const { t } = useTranslation();
    const take = useTakeSession();
    const navigate = useNavigate();
    const [name, setName] = useState('');
    const [password, setPassword] = useState('');
    const query = useQuery({
        queryKey: ['invitation', token()],
        queryFn: ({ signal }) => getInvitation({ token: token() }, { signal }),
    });
    const run = useMutation({
        mutationFn: () => acceptInvitation({ body: { token: token(), name, password } }),
        onSuccess: async (session) => {
            take(session);
            await navigate({ to: '/', replace: true });
        },
    });
    if (query.isPending) {
        return (
            <Frame title={t('account.invited')}>
                <ListSkeleton rows={4} />
            </Frame>
        );
    }
    if (!query.data) {
        return <Frame title={t('account.invited')} about={t('account.linkGone')} />;
    }
    return (
        <Frame
            title={t('account.invited')}
            about={t('account.invitedAbout', { email: query.data.email })}
        >
            <Form run={run} submit={t('account.join')}>
                <TextInput
                    label={t('account.name')}
                    size="md"
                    required
                    autoFocus
                    autoComplete="name"
                    value={name}
                    onChange={(e) => setName(e.currentTarget.value)}
                />
                <NewPassword value={password} onChange={setPassword} />
            </Form>
        </Frame>
    );
}

export function Reset() {
    const { t } = useTranslation();
    const take = useTakeSession();
    const navigate = useNavigate();
    const [password, setPassword] = useState('');
    const run = useMutation({
        mutationFn: () => resetPassword({ body: { token: token(), password } }),
        onSuccess: async (session) => {
            take(session);
            await navigate({ to: '/', replace: true });
        },
    });
    return (
        <Frame title={t('account.reset')}>
            <Form run={run} submit={t('account.check')} wrong={t('account.linkGone')}>
                <NewPassword value={password} onChange={setPassword} />
            </Form>
        </Frame>
    );
}
