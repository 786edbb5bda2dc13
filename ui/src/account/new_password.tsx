// A password that is chosen, as opposed to one that is given to sign in.
import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** As the server has it (STAFF_PASSWORD_CHARS_MIN). */
const CHARS_MIN = 8;

interface Props {
    value: string;
    onChange: (v: string) => void;
    label?: string;
}

export function NewPassword({ value, onChange, label }: Props) {
    const { t } = useTranslation();
    return (
        <PasswordInput
            label={label ?? t('account.password')}
            description={t('account.passwordHint', { n: CHARS_MIN })}
            size="md"
            required
            minLength={CHARS_MIN}
            autoComplete="new-password"
            value={value}
            onChange={(e) => onChange(e.currentTarget.value)}
        />
    );
}
