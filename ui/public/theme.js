// Before anything is painted: the colour scheme and language that were chosen last.
(function () {
    var scheme = 'auto';
    try {
        scheme = localStorage.getItem('mantine-color-scheme-value') || 'auto';
        document.documentElement.lang = localStorage.getItem('musubi-locale') || 'en';
    } catch (e) {
        // storage is closed to us: the defaults will do
    }
    if (scheme === 'auto') {
        scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    }
    document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
