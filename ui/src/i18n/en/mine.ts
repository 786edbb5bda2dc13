export default {
    title: 'My account',
    profile: 'Who I am',
    saved: 'Saved.',
    looks: 'Language and colours',
    looksAbout: 'Kept with the account, so they are the same on every device.',
    passwordAbout: 'With another password every other place is signed out.',
    oldPassword: 'The password so far',
    newPassword: 'The new password',
    passwordDo: 'Change the password',
    passwordDone: 'The password is changed. Everywhere else you are signed out.',
    factorAbout:
        'Besides the password, six digits from an app on your telephone: whoever learns the ' +
        'password alone does not get in.',
    factorSetUp: 'Set up',
    factorTitle: 'Set up a second factor',
    factorScan:
        'Scan this with an authenticator app (such as 1Password, Aegis, Google Authenticator), ' +
        'then type the six digits that it shows.',
    qr: 'QR code for the authenticator app',
    factorType: 'Or type this key into the app:',
    factorCode: 'The six digits',
    factorConfirm: 'Confirm',
    codes: 'Recovery codes',
    codesText:
        'They are shown this one time. Keep them where you do not keep the telephone: each of ' +
        'them gets you in once instead of the six digits.',
    codesKept: 'I have kept them',
    factorEnd: 'Take away',
    factorEndText:
        'From then on the password alone lets you in. Type it to be sure that it is you.',
    factorEndDo: 'Take the second factor away',
    sessions: 'Where I am signed in',
    sessionsAbout: 'If you do not know one of these, sign out there and change your password.',
    here: 'here',
    since: 'since {{time}}',
    lastSeen: 'last seen',
    endOne: 'Sign out of {{name}}',
    endOthers: 'Sign out everywhere else',
    endedOthers: 'Everywhere else you are signed out.',
} as const;
