package org.corral.standin;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** {@code /api/blobs/sha256:…}: takes bodies of any size and keeps only their digests. */
final class Blobs {
    static final String PATH = "/api/blobs/";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final Set<String> digests = ConcurrentHashMap.newKeySet();

    void add(String digest) {
        digests.add(digest);
    }

    boolean has(String digest) {
        return digests.contains(digest);
    }

    void answer(Exchange x) throws IOException {
        String digest = x.request().path().substring(PATH.length());
        if (!DIGEST.matcher(digest).matches()) {
            x.answer().json(400, "{\"error\":\"invalid digest format\"}");
        } else if (x.request().method().equals("HEAD")) {
            x.answer().whole(has(digest) ? 200 : 404, "", "");
        } else if (has(digest)) {
            x.answer().lastOne();
            x.answer().whole(200, "", "");
        } else {
            store(x, digest);
        }
    }

    private void store(Exchange x, String digest) throws IOException {
        x.readBody();
        if (!x.request().bodyDigest().equals(digest)) {
            x.answer()
                    .json(
                            400,
                            "{\"error\":\"digest mismatch, expected \\\"" + digest + "\\\", got \\\""
                                    + x.request().bodyDigest() + "\\\"\"}");
            return;
        }
        add(digest);
        x.answer().whole(201, "", "");
    }
}
