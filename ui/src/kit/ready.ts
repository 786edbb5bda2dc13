// How the server is, by colour.
export const READY_COLOURS = {
    ready: 'green',
    starting: 'yellow',
    stopping: 'yellow',
    read_only: 'red',
    behind: 'yellow',
} as const;
