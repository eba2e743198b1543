package org.corral.account;

/**
 * A key that was just made.
 *
 * @param text the key itself: shown this once, and then nobody has it but its owner
 */
public record MadeApiKey(String text, ApiKey key) {
    @Override
    public String toString() {
        return "MadeApiKey[" + key.id() + "]";
    }
}
