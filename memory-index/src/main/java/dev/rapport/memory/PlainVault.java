package dev.rapport.memory;

/** The vault that seals nothing. */
enum PlainVault implements Vault {
    INSTANCE;

    @Override
    public boolean seals() {
        return false;
    }

    @Override
    public String newSecret(Owner owner, String epoch) {
        return UserKey.NO;
    }

    @Override
    public TextSealer open(Owner owner, UserKey key) {
        return new PlainSealer(owner, key.epoch());
    }

    @Override
    public TextSealer passing(Owner owner) {
        return new PlainSealer(owner, UserKey.NO);
    }

    @Override
    public String fingerprint() {
        return UserKey.NO;
    }
}
