// What a kind of identifier is called: ours by the language, one that was declared by its title.
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type en from '../i18n/en';
import { listIdentifierKinds } from './api_gen';
import { useCan } from './session';

type Known = keyof (typeof en)['kind'];

/** The kinds as the server has them, built-in and declared. */
export function useKinds() {
    const can = useCan()('people:read');
    return useQuery({
        queryKey: ['identity', 'kinds'],
        queryFn: ({ signal }) => listIdentifierKinds({ signal }),
        staleTime: 60_000,
        enabled: can,
    });
}

export function useKindName() {
    const { t, i18n } = useTranslation();
    const kinds = useKinds().data?.items;
    return useCallback(
        (kind: string) => {
            if (i18n.exists(`kind.${kind}`)) return t(`kind.${kind as Known}`);
            return kinds?.find((k) => k.kind === kind)?.title ?? kind;
        },
        [t, i18n, kinds],
    );
}
