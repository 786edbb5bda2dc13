// Roles: what each may do, as the server has it; beside each other, so that a choice is easy.
import { Badge } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type en from '../../i18n/en';
import { Page, Section } from '../../kit/page';
import { useSession } from '../../kit/session';
import { Answer } from '../../kit/state';
import { useRoles, type Role } from './queries';
import { useRoleName } from './role_name';
import styles from './team.module.css';

type Known = keyof (typeof en)['team']['scope'];

/** The scopes of all roles by what they are about, in the order of the alphabet. */
function areasOf(roles: Role[]): [string, string[]][] {
    const all = [...new Set(roles.flatMap((r) => r.scopes))].sort();
    const areas = new Map<string, string[]>();
    for (const s of all) {
        const area = s.split(':')[0] ?? s;
        areas.set(area, [...(areas.get(area) ?? []), s]);
    }
    return [...areas];
}

function Matrix({ roles }: { roles: Role[] }) {
    const { t, i18n } = useTranslation();
    const { roleName } = useRoleName();
    const scopeName = (s: string) => {
        const key = s.replace(':', '_');
        return i18n.exists(`team.scope.${key}`) ? t(`team.scope.${key as Known}`) : s;
    };
    const mark = (yes: boolean) =>
        yes ? (
            <IconCheck size={16} role="img" aria-label={t('team.yes')} className={styles.yes} />
        ) : (
            <span className="ms-muted" role="img" aria-label={t('team.no')}>
                –
            </span>
        );
    return (
        <div className={styles.scroll} role="region" aria-label={t('team.matrix')} tabIndex={0}>
            <table className={styles.matrix}>
                <thead>
                    <tr>
                        <th scope="col">{t('team.may')}</th>
                        {roles.map((r) => (
                            <th key={r.key} scope="col">
                                {roleName(r.key, r.title)}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {areasOf(roles).map(([area, scopes]) => (
                        <Fragment key={area}>
                            {scopes.map((s, i) => (
                                <tr key={s} data-first={i === 0 || undefined}>
                                    <th scope="row">
                                        {scopeName(s)}
                                        <code className={`ms-mono ${styles.scope}`}>{s}</code>
                                    </th>
                                    {roles.map((r) => (
                                        <td key={r.key}>{mark(r.scopes.includes(s))}</td>
                                    ))}
                                </tr>
                            ))}
                        </Fragment>
                    ))}
                    <tr data-first>
                        <th scope="row">{t('team.clear')}</th>
                        {roles.map((r) => (
                            <td key={r.key}>{mark(!r.masks_personal_data)}</td>
                        ))}
                    </tr>
                </tbody>
            </table>
        </div>
    );
}

function RoleCards({ roles }: { roles: Role[] }) {
    const { t } = useTranslation();
    const { roleName, roleAbout } = useRoleName();
    const mine = useSession().staff?.roles ?? [];
    return (
        <ul className={styles.cards}>
            {roles.map((r) => (
                <li key={r.key} className="ms-card">
                    <strong>{roleName(r.key, r.title)}</strong>
                    {mine.includes(r.key) && (
                        <Badge variant="light" tt="none" color="ai">
                            {t('team.yours')}
                        </Badge>
                    )}
                    <p className="ms-muted">{roleAbout(r.key)}</p>
                </li>
            ))}
        </ul>
    );
}

export default function RolesPage() {
    const { t } = useTranslation();
    const query = useRoles();
    return (
        <Page title={t('team.rolesTitle')} about={t('team.rolesAbout')}>
            <Answer query={query}>
                {({ items }) => (
                    <>
                        <RoleCards roles={items} />
                        <Section title={t('team.matrix')} about={t('team.matrixAbout')} flush>
                            <Matrix roles={items} />
                        </Section>
                    </>
                )}
            </Answer>
        </Page>
    );
}
