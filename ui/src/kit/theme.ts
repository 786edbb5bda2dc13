// The design language as Mantine sees it; ui/README.md tells what it means.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** 藍, the accent: what can be acted on. */
const ai: MantineColorsTuple = [
    '#eef2fb',
    '#dde5f6',
    '#b9c8ec',
    '#93aae1',
    '#7390d8',
    '#5e7fd2',
    '#4669c4',
    '#3654a6',
    '#2b4487',
    '#1e3166',
];
/** 朱, vermilion: ties between people, and nothing else. */
const shu: MantineColorsTuple = [
    '#fff0eb',
    '#ffdfd4',
    '#fbbca6',
    '#f79675',
    '#f3774d',
    '#f16334',
    '#d9481c',
    '#b93a13',
    '#962f10',
    '#74230b',
];
/** Ink: greys with a little of the accent in them. */
const gray: MantineColorsTuple = [
    '#f7f8fb',
    '#eff1f6',
    '#e3e7ef',
    '#d0d6e2',
    '#b0b9ca',
    '#8993a8',
    '#687289',
    '#4f586d',
    '#343c4e',
    '#1b2233',
];
const dark: MantineColorsTuple = [
    '#e7eaf1',
    '#c0c7d6',
    '#9aa4b8',
    '#6b7589',
    '#3b4457',
    '#2a3242',
    '#1f2634',
    '#171c28',
    '#11161f',
    '#0b0f16',
];

/** States. Darker at the end than Mantine's own: light badges must reach 4.5:1. */
const green: MantineColorsTuple = [
    '#ebf7f0',
    '#d6efe0',
    '#aadcbf',
    '#7bc79b',
    '#52b47c',
    '#2f9c60',
    '#23854f',
    '#1b6f41',
    '#155a34',
    '#0e4527',
];
const yellow: MantineColorsTuple = [
    '#fff7e3',
    '#ffecc0',
    '#ffd98a',
    '#f7c04d',
    '#e5a52a',
    '#c98613',
    '#a86b0b',
    '#8a5300',
    '#6b4100',
    '#4d2f00',
];
const red: MantineColorsTuple = [
    '#fdeeed',
    '#fad9d7',
    '#f2b3ae',
    '#e98a83',
    '#e0645b',
    '#d3463c',
    '#b3261e',
    '#96201a',
    '#7a1914',
    '#5c120f',
];

export const FONTS =
    'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Hiragino Sans", ' +
    '"Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, sans-serif';

export const theme = createTheme({
    colors: { ai, shu, gray, dark, green, yellow, red },
    primaryColor: 'ai',
    primaryShade: { light: 7, dark: 6 },
    autoContrast: true,
    luminanceThreshold: 0.34,
    defaultRadius: 'md',
    radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
    spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
    fontFamily: FONTS,
    fontFamilyMonospace:
        'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
    lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.5', xl: '1.35' },
    headings: {
        fontWeight: '600',
        sizes: {
            h1: { fontSize: '22px', lineHeight: '1.3' },
            h2: { fontSize: '16px', lineHeight: '1.4' },
            h3: { fontSize: '14px', lineHeight: '1.5' },
        },
    },
    focusRing: 'auto',
    cursorType: 'pointer',
    components: {
        ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
        Button: { defaultProps: { size: 'sm' } },
        TextInput: { defaultProps: { size: 'sm' } },
        Select: { defaultProps: { size: 'sm', allowDeselect: false } },
        Tooltip: { defaultProps: { withArrow: true, openDelay: 250, fz: 'xs' } },
        Menu: { defaultProps: { returnFocus: true } },
        Popover: { defaultProps: { returnFocus: true } },
        Modal: { defaultProps: { centered: true, radius: 'lg' } },
    },
});
