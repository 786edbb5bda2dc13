// The API's calls as the server's own document has them, to look up and to try.
import { Button, TextInput } from '@mantine/core';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getOpenapi, getOpenapiUrl } from '../../kit/api_gen';
import { Page, Section } from '../../kit/page';
import { useCan } from '../../kit/session';
import { Answer, Empty, Forbidden } from '../../kit/state';
import { byTag, operationsOf, type Operation } from './document';
import { TryForm } from './try_form';
import styles from './reference.module.css';

/** What stands between backticks is code. */
const Prose = ({ text }: { text: string }) => (
    <p>
        {text.split('`').map((part, i) =>
            i % 2 === 0 ? (
                part
            ) : (
                <code key={i} className="ms-mono">
                    {part}
                </code>
            ),
        )}
    </p>
);

function Call({ o }: { o: Operation }) {
    const { t } = useTranslation();
    const [open, setOpen] = useState(false);
    const mine = o.key === 'secret' || o.key === 'staff';
    const free = o.key === 'none' && o.method === 'GET';
    const tried = (mine || free) && o.plain && !o.path.includes('/oidc/');
    return (
        <li className={styles.call}>
            <button
                type="button"
                className={`ms-opens ${styles.line}`}
                aria-expanded={open}
                onClick={() => setOpen(!open)}
            >
                <IconChevronRight size={14} aria-hidden className="ms-arrow" />
                <span className={styles.method} data-method={o.method}>
                    {o.method}
                </span>{' '}
                <span className={`ms-mono ms-break ${styles.path}`}>{o.path}</span>
                <span className={styles.summary}>{o.summary}</span>
            </button>
            {open && (
                <div className={styles.inside}>
                    {o.description && <Prose text={o.description} />}
                    {o.scopes.length > 0 && (
                        <p className="ms-muted">
                            {t('reference.scopes')}:{' '}
                            <code className="ms-mono">{o.scopes.join(', ')}</code>
                        </p>
                    )}
                    {tried ? (
                        <TryForm o={o} />
                    ) : (
                        <p className="ms-muted">
                            {o.key === 'write' ? t('reference.writeKey') : t('reference.elsewhere')}
                        </p>
                    )}
                </div>
            )}
        </li>
    );
}

function Calls({ all }: { all: Operation[] }) {
    const { t } = useTranslation();
    const [text, setText] = useState('');
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = all.filter((o) => {
        const where = `${o.method} ${o.path} ${o.id} ${o.summary}`.toLowerCase();
        return words.every((w) => where.includes(w));
    });
    return (
        <>
            <div className={styles.tools}>
                <TextInput
                    type="search"
                    className={styles.search}
                    leftSection={<IconSearch size={16} aria-hidden />}
                    aria-label={t('reference.search')}
                    placeholder={t('reference.searchHint')}
                    value={text}
                    onChange={(e) => setText(e.currentTarget.value)}
                />
                <span role="status" className="ms-muted">
                    {t('reference.found', { count: found.length })}
                </span>
            </div>
            {found.length === 0 && (
                <Empty title={t('reference.none', { text })}>{t('reference.noneText')}</Empty>
            )}
            {byTag(found).map(([tag, operations]) => (
                <Section key={tag} title={tag} flush>
                    <ul className={styles.calls}>
                        {operations.map((o) => (
                            <Call key={`${o.method} ${o.path}`} o={o} />
                        ))}
                    </ul>
                </Section>
            ))}
        </>
    );
}

export default function ReferencePage() {
    const { t } = useTranslation();
    const can = useCan()('keys:read');
    const query = useQuery({
        queryKey: ['openapi'],
        queryFn: ({ signal }) => getOpenapi({ signal }),
        staleTime: Number.POSITIVE_INFINITY,
        enabled: can,
    });
    const all = useMemo(() => operationsOf(query.data ?? {}), [query.data]);
    if (!can) return <Forbidden scope="keys:read" />;
    return (
        <Page
            title={t('reference.title')}
            about={t('reference.about')}
            actions={
                <>
                    <Button variant="default" component="a" href="/docs" target="_blank">
                        {t('reference.docs')}
                    </Button>
                    <Button variant="default" component="a" href={getOpenapiUrl()} target="_blank">
                        {t('reference.openapi')}
                    </Button>
                </>
            }
        >
            <Answer query={query}>{() => <Calls all={all} />}</Answer>
        </Page>
    );
}
