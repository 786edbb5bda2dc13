// What rows of the audit log are called: operations, principals, what they were about.
import { useTranslation } from 'react-i18next';
import type { AuditRow } from '../../kit/api_gen';
import { shortId } from '../../kit/format';
import texts from '../../i18n/en/audit';

type Operation = keyof typeof texts.op;
type Subject = keyof typeof texts.subject;

export const OPERATIONS = Object.keys(texts.op) as Operation[];
const isOperation = (v: string): v is Operation => v in texts.op;
const isSubject = (v: string): v is Subject => v in texts.subject;

export function useNames() {
    const { t } = useTranslation();
    return {
        operation: (id: string) => (isOperation(id) ? t(`audit.op.${id}`) : id),
        principal({ kind, id, name }: AuditRow['principal']): string {
            if (kind === 'key') return t('audit.keyNamed', { name: name || `#${id}` });
            if (kind === 'system') return name || t('audit.system');
            if (kind === 'nobody') return t('audit.nobody');
            return name || `${kind} ${id ?? ''}`;
        },
        /** staff: members' names, where one may see them. */
        subject(row: AuditRow, staff: readonly { id: string; name: string }[]): string {
            const { kind, id, key } = row.subject;
            if (kind === 'person') {
                return id
                    ? t('audit.subject.person', { id: shortId(id) })
                    : t('audit.subject.nobody');
            }
            if (kind === 'staff' && id === null) return t('audit.subject.account');
            const member = kind === 'staff' && staff.find((m) => m.id === key);
            if (member) return member.name;
            const short = id !== null && id.length === 36 ? shortId(id) : (id ?? '');
            return isSubject(kind) ? t(`audit.subject.${kind}`, { id: short }) : key;
        },
    };
}
