// Languages. English is the source of keys: a Japanese text that is missing does not compile, nor
// does a key that nobody wrote. Each language is a file that is loaded when it is spoken.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type en from './en';

export type Locale = 'en' | 'ja';
export const LOCALES: readonly { value: Locale; label: string }[] = [
    { value: 'en', label: 'English' },
    { value: 'ja', label: '日本語' },
];

/** What another language must have: all keys, but no singular forms where it has none. */
export type Translated<T> = {
    [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string
        ? string
        : Translated<T[K]>;
};

declare module 'i18next' {
    interface CustomTypeOptions {
        defaultNS: 'translation';
        resources: { translation: typeof en };
        returnNull: false;
    }
}

const loaders: Record<Locale, () => Promise<{ default: object }>> = {
    en: () => import('./en'),
    ja: () => import('./ja'),
};
const REMEMBERED = 'musubi-locale';

const isLocale = (v: string | null | undefined): v is Locale => v === 'en' || v === 'ja';

function remembered(): string | null {
    try {
        return localStorage.getItem(REMEMBERED);
    } catch {
        return null;
    }
}

export function firstLocale(): Locale {
    const before = remembered();
    if (isLocale(before)) return before;
    return navigator.language.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

export const currentLocale = (): Locale => (i18next.language === 'ja' ? 'ja' : 'en');

async function load(locale: Locale) {
    const words = await loaders[locale]();
    i18next.addResourceBundle(locale, 'translation', words.default, true, true);
}

export async function startI18n() {
    const locale = firstLocale();
    await i18next.use(initReactI18next).init({
        lng: locale,
        fallbackLng: false,
        interpolation: { escapeValue: false },
        resources: {},
        react: { useSuspense: false },
    });
    await speak(locale);
}

export async function speak(locale: Locale) {
    await load(locale);
    await i18next.changeLanguage(locale);
    document.documentElement.lang = locale;
    try {
        localStorage.setItem(REMEMBERED, locale);
    } catch {
        // not remembered then
    }
}
