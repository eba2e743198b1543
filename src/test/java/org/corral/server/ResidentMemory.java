package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory that a process has from the system at present. Linux tells it. */
public final class ResidentMemory {
    private static final Pattern LINE = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private ResidentMemory() {}

    /** In bytes. */
    public static OptionalLong of(long pid) {
        try {
            Matcher matcher = LINE.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) * 1024) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
