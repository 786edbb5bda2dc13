// One person: who it is on the left, what happened, what is known and why on the right.
import { Badge, Button, Menu, Tabs } from '@mantine/core';
import {
    IconArrowMerge,
    IconArrowsSplit2,
    IconDots,
    IconDownload,
    IconEraser,
    IconHistory,
    IconUserOff,
} from '@tabler/icons-react';
import { getRouteApi, lazyRouteComponent, Link, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exportPersonUrl, type Person } from '../../kit/api_gen';
import { Avatar } from '../../kit/avatar';
import { number, shortId } from '../../kit/format';
import { useKindName } from '../../kit/kinds';
import { bestIdentifier, knownName } from '../../kit/names';
import { Page } from '../../kit/page';
import { useCan } from '../../kit/session';
import { Answer, ListSkeleton, Notice, Trouble } from '../../kit/state';
import { Ago, Ticking } from '../../kit/time';
import { Problem } from '../../kit/transport';
import { Aside } from './aside';
import { EraseDialog } from './erase';
import { MergeDialog } from './merge';
import { usePerson } from './queries';
import { SplitDialog } from './split';
import { Timeline } from './timeline';
import { TraitTable } from './traits';
import styles from './person.module.css';

const Identity = lazyRouteComponent(() => import('./identity'));
const route = getRouteApi('/inside/people/$id');

type Dialog = 'split' | 'merge' | 'erase' | null;

function Actions({ person, open }: { person: Person; open: (d: Dialog) => void }) {
    const { t } = useTranslation();
    const can = useCan();
    const writes = can('people:write');
    return (
        <>
            {writes && (
                <>
                    <Button
                        variant="default"
                        onClick={() => open('merge')}
                        leftSection={<IconArrowMerge size={16} aria-hidden />}
                    >
                        {t('person.merge')}
                    </Button>
                    <Button
                        variant="default"
                        onClick={() => open('split')}
                        leftSection={<IconArrowsSplit2 size={16} aria-hidden />}
                    >
                        {t('person.split')}
                    </Button>
                </>
            )}
            <Menu position="bottom-end" shadow="md" width={200}>
                <Menu.Target>
                    <Button variant="default" px={10} aria-label={t('person.actions')}>
                        <IconDots size={18} aria-hidden />
                    </Button>
                </Menu.Target>
                <Menu.Dropdown>
                    <Menu.Item
                        component="a"
                        href={exportPersonUrl({ id: person.id })}
                        download={`${person.id}.json`}
                        leftSection={<IconDownload size={16} aria-hidden />}
                    >
                        {t('person.export')}
                    </Menu.Item>
                    {can('audit:read') && (
                        <Menu.Item
                            renderRoot={(props) => (
                                <Link to="/audit" search={{ person: person.id }} {...props} />
                            )}
                            leftSection={<IconHistory size={16} aria-hidden />}
                        >
                            {t('nav.audit')}
                        </Menu.Item>
                    )}
                    {writes && (
                        <>
                            <Menu.Divider />
                            <Menu.Item
                                color="red"
                                onClick={() => open('erase')}
                                leftSection={<IconEraser size={16} aria-hidden />}
                            >
                                {t('person.erase')} …
                            </Menu.Item>
                        </>
                    )}
                </Menu.Dropdown>
            </Menu>
        </>
    );
}

function Heading({ person, name }: { person: Person; name: string | undefined }) {
    const { t } = useTranslation();
    const known = person.identifiers.some(
        (i) =>
            i.kind === 'user_id' ||
            i.kind === 'email' ||
            i.kind === 'phone' ||
            i.kind === 'customer_number' ||
            i.kind === 'external_id',
    );
    return (
        <span className={styles.heading}>
            <Avatar id={person.id} name={name} picture={person.traits.avatar} size={48} />
            <span>{name ?? t('name.anonymous', { id: shortId(person.id) })}</span>
            <Badge variant="light" color={known ? 'ai' : 'gray'} tt="none" fw={500}>
                {known ? t('person.known') : t('person.anonymous')}
            </Badge>
        </span>
    );
}

function Facts({ person }: { person: Person }) {
    const { t } = useTranslation();
    const kindName = useKindName();
    const second = bestIdentifier(person);
    return (
        <dl className={styles.facts}>
            {second && (
                <div>
                    <dt>{kindName(second.kind)}</dt>
                    <dd className="ms-break">{second.value}</dd>
                </div>
            )}
            <div>
                <dt>{t('person.lastSeen')}</dt>
                <dd>
                    <Ago time={person.last_seen} none={t('person.never')} />
                </dd>
            </div>
            <div>
                <dt>{t('person.firstSeen')}</dt>
                <dd>
                    <Ago time={person.first_seen} none={t('person.never')} />
                </dd>
            </div>
            <div>
                <dt>{t('person.events')}</dt>
                <dd className="ms-tabular">{number(person.events)}</dd>
            </div>
        </dl>
    );
}

function View({ person, asked }: { person: Person; asked: string }) {
    const { t } = useTranslation();
    const { tab = 'timeline' } = route.useSearch();
    const navigate = useNavigate();
    const [dialog, setDialog] = useState<Dialog>(null);
    const close = () => setDialog(null);
    const name = knownName(person);
    const choose = (next: string | null) => {
        if (next === 'identity') void Identity.preload?.();
        void navigate({
            to: '/people/$id',
            params: { id: asked },
            replace: true,
            search: next === 'traits' || next === 'identity' ? { tab: next } : {},
        });
    };
    return (
        <Ticking>
            <Page
                title={name ?? t('name.anonymous', { id: shortId(person.id) })}
                back={{ to: '/people', label: t('person.allPeople') }}
                heading={<Heading person={person} name={name} />}
                actions={<Actions person={person} open={setDialog} />}
            >
                <Facts person={person} />
                {asked !== person.id && <p className={styles.moved}>{t('person.merged')}</p>}
                <div className={tab === 'identity' ? styles.whole : styles.columns}>
                    {tab !== 'identity' && (
                        <Aside
                            person={person}
                            onTraits={tab === 'traits' ? undefined : () => choose('traits')}
                        />
                    )}
                    <Tabs
                        value={tab}
                        onChange={choose}
                        keepMounted={false}
                        className={styles.parts}
                    >
                        <Tabs.List aria-label={t('person.tabs')}>
                            <Tabs.Tab value="timeline">{t('person.tabTimeline')}</Tabs.Tab>
                            <Tabs.Tab value="traits">{t('person.tabTraits')}</Tabs.Tab>
                            <Tabs.Tab
                                value="identity"
                                onPointerEnter={() => void Identity.preload?.()}
                            >
                                {t('person.tabIdentity')}
                            </Tabs.Tab>
                        </Tabs.List>
                        <Tabs.Panel value="timeline">
                            <Timeline id={person.id} />
                        </Tabs.Panel>
                        <Tabs.Panel value="traits">
                            <TraitTable id={person.id} />
                        </Tabs.Panel>
                        <Tabs.Panel value="identity">
                            <Suspense fallback={<ListSkeleton />}>
                                <Identity id={person.id} />
                            </Suspense>
                        </Tabs.Panel>
                    </Tabs>
                </div>
            </Page>
            {dialog === 'split' && <SplitDialog id={person.id} onClose={close} />}
            {dialog === 'merge' && <MergeDialog person={person} onClose={close} />}
            {dialog === 'erase' && <EraseDialog person={person} onClose={close} />}
        </Ticking>
    );
}

export default function PersonPage() {
    const { t } = useTranslation();
    const { id } = route.useParams();
    const { tab } = route.useSearch();
    const query = usePerson(id);
    useEffect(() => void (tab === 'identity' && Identity.preload?.()), [tab]);
    if (query.error instanceof Problem && query.error.status === 404) {
        return (
            <Notice
                icon={<IconUserOff size={22} stroke={1.5} />}
                title={t('person.gone')}
                action={
                    <Button variant="default" renderRoot={(p) => <Link to="/people" {...p} />}>
                        {t('person.allPeople')}
                    </Button>
                }
            >
                {t('person.goneText')}
            </Notice>
        );
    }
    if (query.error && !query.data) {
        return <Trouble error={query.error} retry={() => void query.refetch()} />;
    }
    return <Answer query={query}>{(p) => <View key={p.id} person={p} asked={id} />}</Answer>;
}
