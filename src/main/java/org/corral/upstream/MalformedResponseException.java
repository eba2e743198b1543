package org.corral.upstream;

/** What came is not the answer of an HTTP/1 server. The message never quotes it. */
public final class MalformedResponseException extends Exception {
    MalformedResponseException(String why) {
        super(why, null, false, false);
    }
}
