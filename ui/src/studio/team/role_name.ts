// What a role is called and what it is for: ours by the language, any other by the server's title.
import { useTranslation } from 'react-i18next';
import type en from '../../i18n/en';

type Known = keyof (typeof en)['team']['role'];

export function useRoleName() {
    const { t, i18n } = useTranslation();
    const known = (key: string): key is Known => i18n.exists(`team.role.${key}`);
    return {
        roleName: (key: string, title?: string) =>
            known(key) ? t(`team.role.${key}`) : (title ?? key),
        roleAbout: (key: string) => (known(key) ? t(`team.roleAbout.${key}`) : ''),
    };
}
