// A dense table over TanStack Table: rows are links or buttons, columns may leave on small screens.
import { Skeleton } from '@mantine/core';
import {
    flexRender,
    getCoreRowModel,
    useReactTable,
    type ColumnDef,
    type RowData,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import styles from './table.module.css';

declare module '@tanstack/react-table' {
    // The names must be those of the library's own declaration.
    interface ColumnMeta<TData extends RowData, TValue> {
        /** Numbers stand right. */
        right?: boolean;
        /** 'wide': not on a telephone. */
        only?: 'wide';
        /** CSS width. */
        width?: string;
        _?: [TData, TValue];
    }
}

export type Column<T> = ColumnDef<T>;

interface TableProps<T> {
    label: string;
    columns: Column<T>[];
    rows: T[];
    rowId: (row: T) => string;
    /** Rows still to come: as many grey ones below. */
    waiting?: number;
    /** Below the last row. */
    foot?: ReactNode;
}

const attrs = (meta: { right?: boolean; only?: 'wide' } | undefined) => ({
    'data-right': meta?.right || undefined,
    'data-only': meta?.only,
});

export function Table<T>({ label, columns, rows, rowId, waiting = 0, foot }: TableProps<T>) {
    const table = useReactTable({
        data: rows,
        columns,
        getCoreRowModel: getCoreRowModel(),
        getRowId: rowId,
    });
    const shown = table.getVisibleLeafColumns();
    return (
        <div className={styles.scroll} role="region" aria-label={label} tabIndex={0}>
            <table className={styles.table}>
                <thead>
                    {table.getHeaderGroups().map((g) => (
                        <tr key={g.id}>
                            {g.headers.map((h) => (
                                <th
                                    key={h.id}
                                    scope="col"
                                    {...attrs(h.column.columnDef.meta)}
                                    style={{ width: h.column.columnDef.meta?.width }}
                                >
                                    {flexRender(h.column.columnDef.header, h.getContext())}
                                </th>
                            ))}
                        </tr>
                    ))}
                </thead>
                <tbody>
                    {table.getRowModel().rows.map((row) => (
                        <tr key={row.id}>
                            {row.getVisibleCells().map((cell) => (
                                <td key={cell.id} {...attrs(cell.column.columnDef.meta)}>
                                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                                </td>
                            ))}
                        </tr>
                    ))}
                    {Array.from({ length: waiting }, (_, i) => (
                        <tr key={`waiting-${i}`} aria-hidden>
                            {shown.map((c) => (
                                <td key={c.id} {...attrs(c.columnDef.meta)}>
                                    <Skeleton
                                        h={14}
                                        w={`${45 + ((i * 23 + c.id.length * 11) % 45)}%`}
                                    />
                                </td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
            {foot}
        </div>
    );
}

/** The cell that carries a row's link: its target covers the whole row. */
export const rowLink = styles.link;
