// What a kind of identifier is called: ours by the language, any other by its own name.
import { useTranslation } from 'react-i18next';
import type en from '../i18n/en';

type Known = keyof (typeof en)['kind'];
const KNOWN: readonly string[] = [
    'user_id',
    'email',
    'phone',
    'customer_number',
    'external_id',
    'push_token',
    'advertising_id',
    'device_id',
    'anonymous_id',
] satisfies Known[];
const isKnown = (kind: string): kind is Known => KNOWN.includes(kind);

export function useKindName() {
    const { t } = useTranslation();
    return (kind: string) => (isKnown(kind) ? t(`kind.${kind}`) : kind);
}
