// A field whose text stands in the address, trimmed; told once typing pauses or the field is left.
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';

export function useTyped(value: string | undefined, tell: (v: string | undefined) => void) {
    const [typed, setTyped] = useState(value ?? '');
    const told = useRef(value);
    const later = useDebouncedCallback((v: string) => {
        told.current = v.trim() || undefined;
        tell(told.current);
    }, 300);
    useEffect(() => {
        if (value === told.current) return; // an echo: typing has gone on since
        told.current = value;
        later.cancel();
        setTyped(value ?? '');
    }, [value, later]);
    return {
        value: typed,
        onChange: (e: { currentTarget: { value: string } }) => {
            setTyped(e.currentTarget.value);
            later(e.currentTarget.value);
        },
        onBlur: () => later.flush(),
    };
}
