// One source: its key, what to paste, a test event, what it sent that could not be taken.
import { Badge, Button, Loader, SegmentedControl } from '@mantine/core';
import { IconCircleCheck, IconSend } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
    collectTrack,
    getPersonBy,
    listCollectErrors,
    type CollectError,
    type Source,
} from '../../kit/api_gen';
import { Copy } from '../../kit/copy';
import { dateTime } from '../../kit/format';
import { Page, Section } from '../../kit/page';
import { Pages, pagesOf } from '../../kit/pages';
import { useCan } from '../../kit/session';
import { Answer, Empty } from '../../kit/state';
import { freshId, Problem } from '../../kit/transport';
import { useReason } from '../live/reason';
import { useSources } from './queries';
import { LANGUAGES, snippet, type Language } from './snippets';
import { TypeIcon } from './sources';
import styles from './sources.module.css';

const route = getRouteApi('/inside/sources/$key');
const ARRIVES_MS = 10_000;
const LOOK_MS = 120;

function CodeBlock({ code, label }: { code: string; label: string }) {
    return (
        <div className={styles.code}>
            <pre tabIndex={0} aria-label={label}>
                {code}
            </pre>
            <div className={styles.copy}>
                <Copy text={code} />
            </div>
        </div>
    );
}

function Connect({ writeKey }: { writeKey: string }) {
    const { t } = useTranslation();
    const [language, setLanguage] = useState<Language>('browser');
    const s = snippet(language, location.origin, writeKey);
    return (
        <Section
            title={t('sources.connect')}
            about={t('sources.connectAbout')}
            actions={
                <SegmentedControl
                    size="xs"
                    value={language}
                    aria-label={t('sources.snippet')}
                    onChange={(v) => setLanguage(LANGUAGES.find((l) => l === v) ?? 'browser')}
                    data={LANGUAGES.map((l) => ({ value: l, label: t(`sources.${l}`) }))}
                />
            }
        >
            {s.install && <CodeBlock code={s.install} label={t('sources.install')} />}
            <CodeBlock code={s.code} label={t(`sources.${language}`)} />
        </Section>
    );
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Send one event through the public door; wait until its person can be read. */
async function sendTest(writeKey: string): Promise<{ person: string; ms: number } | null> {
    const anonymousId = `musubi-test-${freshId()}`;
    const began = performance.now();
    await collectTrack(
        {
            body: { anonymousId, event: 'Test Event', properties: { from: 'Musubi Studio' } },
        },
        { writeKey },
    );
    while (performance.now() - began < ARRIVES_MS) {
        try {
            const person = await getPersonBy({ kind: 'anonymous_id', value: anonymousId });
            return { person: person.id, ms: Math.round(performance.now() - began) };
        } catch (e) {
            if (!(e instanceof Problem) || e.status !== 404) throw e;
        }
        await pause(LOOK_MS);
    }
    return null;
}

function Test({ writeKey }: { writeKey: string }) {
    const { t } = useTranslation();
    const run = useMutation({ mutationFn: () => sendTest(writeKey) });
    return (
        <Section title={t('sources.test')} about={t('sources.testAbout')}>
            <div className={styles.test}>
                <Button
                    variant="default"
                    onClick={() => run.mutate()}
                    disabled={run.isPending}
                    leftSection={<IconSend size={16} aria-hidden />}
                >
                    {t('sources.testSend')}
                </Button>
                <div role="status">
                    {run.isPending && (
                        <span className="ms-muted">
                            <Loader size={13} mr={8} />
                            {t('sources.testSending')}
                        </span>
                    )}
                    {run.data && (
                        <span className={styles.arrived}>
                            <IconCircleCheck size={18} aria-hidden />
                            {t('sources.testArrived', { ms: run.data.ms })}
                            <Link to="/people/$id" params={{ id: run.data.person }}>
                                {t('sources.testPerson')}
                            </Link>
                        </span>
                    )}
                    {run.data === null && (
                        <span className={styles.late}>{t('sources.testLate')}</span>
                    )}
                    {run.error && <span className={styles.late}>{run.error.message}</span>}
                </div>
            </div>
        </Section>
    );
}

function Refused({ error }: { error: CollectError }) {
    const { t } = useTranslation();
    const reason = useReason();
    return (
        <details className={styles.error}>
            <summary>
                <span className={styles.reason}>{reason(error.reason)}</span>
                <span className="ms-break">{error.detail}</span>
                <span className="ms-muted">{dateTime(error.received)}</span>
            </summary>
            <pre
                className={`ms-code ${styles.raw}`}
                tabIndex={0}
                aria-label={t('sources.errorRaw')}
            >
                {error.raw}
            </pre>
        </details>
    );
}

function Errors({ source }: { source: string }) {
    const { t } = useTranslation();
    const query = useInfiniteQuery(
        pagesOf(['collect', 'errors', source], (at, o) =>
            listCollectErrors({ source, limit: 25, ...at }, o),
        ),
    );
    return (
        <Section title={t('sources.errors')} about={t('sources.errorsAbout')} flush>
            <Pages
                query={query}
                waiting={3}
                empty={
                    <Empty
                        icon={<IconCircleCheck size={22} stroke={1.5} />}
                        title={t('sources.noErrors')}
                    >
                        {t('sources.noErrorsText')}
                    </Empty>
                }
            >
                {(rows, more) => (
                    <>
                        {rows.map((e) => (
                            <Refused key={e.id} error={e} />
                        ))}
                        {more}
                    </>
                )}
            </Pages>
        </Section>
    );
}

function View({ source }: { source: Source }) {
    const { t } = useTranslation();
    const can = useCan();
    const key = source.write_keys[0];
    return (
        <>
            <Section title={t('sources.writeKey')} about={t('sources.writeKeyAbout')}>
                {key ? (
                    <div className={styles.key}>
                        <code className="ms-mono ms-break">{key.key}</code>
                        <Copy text={key.key} />
                    </div>
                ) : (
                    <p className="ms-muted">{t('sources.noKey')}</p>
                )}
            </Section>
            {key && <Connect writeKey={key.key} />}
            {key && can('people:read') && <Test writeKey={key.key} />}
            <Section
                title={t('tracking.open')}
                about={t('tracking.openAbout')}
                actions={
                    <Button
                        size="xs"
                        variant="default"
                        renderRoot={(p) => (
                            <Link to="/sources/$key/plan" params={{ key: source.key }} {...p} />
                        )}
                    >
                        {t('action.show')}
                    </Button>
                }
            />
            {can('collect:read') && <Errors source={source.key} />}
        </>
    );
}

export default function SourcePage() {
    const { t } = useTranslation();
    const { key } = route.useParams();
    const query = useSources();
    const source = query.data?.find((s) => s.key === key);
    return (
        <Page
            title={source?.name ?? key}
            narrow
            back={{ to: '/sources', label: t('sources.all') }}
            heading={
                source && (
                    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 12 }}>
                        <TypeIcon type={source.type} />
                        {source.name}
                        <Badge
                            variant="light"
                            color={source.enabled ? 'green' : 'gray'}
                            tt="none"
                        >
                            {source.enabled ? t('sources.enabled') : t('sources.disabled')}
                        </Badge>
                    </span>
                )
            }
            about={source && t('sources.created', { time: dateTime(source.created) })}
        >
            <Answer query={query}>
                {() => (source ? <View source={source} /> : <Empty title={t('sources.gone')} />)}
            </Answer>
        </Page>
    );
}
