// Language and colours, kept with the account and on this device; signing out.
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { speak, type Locale } from '../i18n';
import { changeMe, signOut, type Session } from './api_gen';
import { SESSION, useForget } from './session';

export const SCHEMES: readonly MantineColorScheme[] = ['light', 'dark', 'auto'];

export function useChoices() {
    const { setColorScheme } = useMantineColorScheme();
    const client = useQueryClient();
    const keep = useMutation({
        mutationFn: (body: { locale?: Locale; theme?: MantineColorScheme }) => changeMe({ body }),
        onSuccess: (me) => client.setQueryData<Session>(SESSION, (s) => s && { ...s, staff: me }),
    });
    return {
        chooseLocale: (locale: Locale) => {
            void speak(locale);
            keep.mutate({ locale });
        },
        chooseScheme: (theme: MantineColorScheme) => {
            setColorScheme(theme);
            keep.mutate({ theme });
        },
    };
}

export function useSignOut() {
    const forget = useForget();
    return useMutation({ mutationFn: () => signOut(), onSettled: forget });
}
