// Why something could not be taken, in words.
import { useTranslation } from 'react-i18next';
import type en from '../../i18n/en';

type Known = keyof (typeof en)['live']['reason'];

export function useReason() {
    const { t, i18n } = useTranslation();
    return (reason: string) =>
        i18n.exists(`live.reason.${reason}`) ? t(`live.reason.${reason as Known}`) : reason;
}
