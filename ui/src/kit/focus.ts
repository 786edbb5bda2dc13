// Where the focus was before something took it, and that it comes back there.
import { useLayoutEffect, useState } from 'react';

/** What opens: of a menu's entry, which is gone with its menu, the menu's button. */
function opener(): Element | null {
    const at = document.activeElement;
    const button = at?.closest('[role=menu]')?.getAttribute('aria-labelledby');
    return (button && document.getElementById(button)) || at;
}

/** The focus goes back when the component goes, or is open no more. */
export function useFocusBack(opened = true) {
    const [first] = useState(opener);
    useLayoutEffect(() => {
        if (!opened) return;
        const now = opener();
        // An entry that closed its menu by the same click is gone by now.
        const back = now === document.body ? first : now;
        return () => {
            if (back instanceof HTMLElement && back.isConnected)
                back.focus({ preventScroll: true });
        };
    }, [opened, first]);
}
