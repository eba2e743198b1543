package org.corral.account;

/**
 * An API key that was just made.
 *
 * @param text the key itself, which only this answer shows; it is kept nowhere
 */
public record MadeApiKey(String text, ApiKey key) {
    @Override
    public String toString() {
        return "MadeApiKey[" + key.id() + "]";
    }
}
