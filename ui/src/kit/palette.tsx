// The command palette: pages, people, and the few commands, all from the keyboard.
import { Kbd, Modal, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import {
    IconCornerDownLeft,
    IconLogout,
    IconMoon,
    IconSearch,
    IconSun,
    IconUserCog,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
    useEffect,
    useId,
    useMemo,
    useRef,
    useState,
    type KeyboardEvent,
    type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { LOCALES } from '../i18n';
import { useChoices, useSignOut } from './choices';
import { listPeople } from './api_gen';
import { Avatar } from './avatar';
import { bestIdentifier, knownName } from './names';
import { screensFor, type AppId } from './registry';
import { shortId } from './format';
import { useFocusBack } from './focus';
import { useCan } from './session';
import styles from './palette.module.css';

interface Entry {
    id: string;
    section: 'pages' | 'people' | 'actions';
    label: string;
    note?: string | undefined;
    icon: ReactNode;
    run: () => void;
}

const fold = (s: string) => s.normalize('NFKC').toLowerCase();

function usePages(app: AppId): Entry[] {
    const { t } = useTranslation();
    const can = useCan();
    const navigate = useNavigate();
    const pages: Entry[] = screensFor(app, can).map((s) => ({
        id: s.to,
        section: 'pages',
        label: t(s.title),
        icon: <s.icon size={16} stroke={1.6} />,
        run: () => void navigate({ to: s.to }),
    }));
    return [
        ...pages,
        {
            id: '/account',
            section: 'pages',
            label: t('mine.title'),
            icon: <IconUserCog size={16} stroke={1.6} />,
            run: () => void navigate({ to: '/account' }),
        },
    ];
}

function useActions(): Entry[] {
    const { t } = useTranslation();
    const { colorScheme } = useMantineColorScheme();
    const { chooseLocale, chooseScheme } = useChoices();
    const out = useSignOut();
    const schemes = (['light', 'dark'] as const).filter((s) => s !== colorScheme);
    return [
        ...schemes.map((s): Entry => ({
            id: s,
            section: 'actions',
            label: t(`palette.${s}`),
            icon: s === 'dark' ? <IconMoon size={16} /> : <IconSun size={16} />,
            run: () => chooseScheme(s),
        })),
        ...LOCALES.map((l): Entry => ({
            id: l.value,
            section: 'actions',
            label: l.label,
            icon: <span lang={l.value}>あ</span>,
            run: () => chooseLocale(l.value),
        })),
        {
            id: 'out',
            section: 'actions',
            label: t('palette.signOut'),
            icon: <IconLogout size={16} />,
            run: () => out.mutate(),
        },
    ];
}

function usePeople(text: string): Entry[] {
    const { t } = useTranslation();
    const can = useCan();
    const navigate = useNavigate();
    const [q] = useDebouncedValue(text.trim(), 150);
    const found = useQuery({
        queryKey: ['people', 'palette', q],
        queryFn: ({ signal }) => listPeople({ q, limit: 6 }, { signal }),
        enabled: q.length > 0 && can('people:read'),
        placeholderData: (before) => before,
    });
    if (q === '') return [];
    return (found.data?.items ?? []).map((p) => {
        const name = knownName(p);
        return {
            id: p.id,
            section: 'people',
            label: name ?? t('name.anonymous', { id: shortId(p.id) }),
            note: bestIdentifier(p)?.value,
            icon: <Avatar id={p.id} name={name} size={20} />,
            run: () => void navigate({ to: '/people/$id', params: { id: p.id } }),
        };
    });
}

export default function Palette({ app, onClose }: { app: AppId; onClose: () => void }) {
    const { t } = useTranslation();
    useFocusBack();
    const [text, setText] = useState('');
    const [at, setAt] = useState(0);
    const list = useRef<HTMLDivElement>(null);
    const base = useId();
    const pages = usePages(app);
    const actions = useActions();
    const people = usePeople(text);
    const entries = useMemo(() => {
        const words = fold(text)
            .split(/\s+/)
            .filter((w) => w !== '');
        const fits = (e: Entry) => words.every((w) => fold(e.label).includes(w));
        return [...pages.filter(fits), ...people, ...actions.filter(fits)];
    }, [text, pages, people, actions]);
    const chosen = Math.min(at, entries.length - 1);
    useEffect(() => {
        list.current
            ?.querySelector('[aria-selected="true"]')
            ?.scrollIntoView({ block: 'nearest' });
    }, [chosen]);
    const take = (e: Entry | undefined) => {
        if (!e) return;
        onClose();
        e.run();
    };
    const onKey = (e: KeyboardEvent) => {
        if (e.nativeEvent.isComposing) return; // Enter ends a Japanese conversion
        const step = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0;
        if (step !== 0 && entries.length > 0) {
            e.preventDefault();
            setAt((chosen + step + entries.length) % entries.length);
        } else if (e.key === 'Enter') {
            e.preventDefault();
            take(entries[chosen]);
        }
    };
    return (
        <Modal.Root
            opened
            onClose={onClose}
            size={580}
            yOffset="12vh"
            centered={false}
            padding={0}
        >
            <Modal.Overlay />
            <Modal.Content aria-label={t('palette.open')}>
                <div className={styles.field}>
                    <IconSearch size={18} aria-hidden />
                    <input
                        data-autofocus
                        className={styles.input}
                        value={text}
                        onKeyDown={onKey}
                        onChange={(e) => {
                            setText(e.target.value);
                            setAt(0);
                        }}
                        placeholder={t('palette.placeholder')}
                        aria-label={t('palette.placeholder')}
                        role="combobox"
                        aria-expanded
                        aria-controls={`${base}-list`}
                        aria-activedescendant={
                            entries.length > 0 ? `${base}-${chosen}` : undefined
                        }
                        autoComplete="off"
                        spellCheck={false}
                    />
                </div>
                <div
                    id={`${base}-list`}
                    role="listbox"
                    ref={list}
                    className={styles.list}
                    aria-label={t('palette.open')}
                >
                    {entries.map((e, i) => (
                        <div key={`${e.section} ${e.id}`} role="presentation">
                            {entries[i - 1]?.section !== e.section && (
                                <div className={styles.section} role="presentation">
                                    {t(`palette.${e.section}`)}
                                </div>
                            )}
                            <div
                                id={`${base}-${i}`}
                                role="option"
                                aria-selected={i === chosen}
                                className={styles.entry}
                                onClick={() => take(e)}
                                onMouseMove={() => setAt(i)}
                            >
                                <span className={styles.icon} aria-hidden>
                                    {e.icon}
                                </span>
                                <span className="ms-clip">{e.label}</span>
                                {e.note && e.note !== e.label && (
                                    <span className={`ms-clip ${styles.note}`}>{e.note}</span>
                                )}
                            </div>
                        </div>
                    ))}
                    {entries.length === 0 && (
                        <div className={styles.nothing} role="presentation">
                            {t('palette.nothing', { text })}
                        </div>
                    )}
                </div>
                <div className={styles.hints} aria-hidden>
                    <span>
                        <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('palette.hint')}
                    </span>
                    <span>
                        <Kbd>
                            <IconCornerDownLeft size={11} />
                        </Kbd>{' '}
                        {t('palette.hintOpen')}
                    </span>
                </div>
            </Modal.Content>
        </Modal.Root>
    );
}
