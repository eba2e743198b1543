package org.corral.storage;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.flywaydb.core.api.resource.LoadableResource;

/** A script among Corral's own classes. */
final class MigrationScript extends LoadableResource {
    private final String path;
    private final String name;

    /** @param name in Flyway's table */
    MigrationScript(String path, String name) {
        this.path = path;
        this.name = name;
    }

    @Override
    public Reader read() {
        InputStream bytes = MigrationScript.class.getClassLoader().getResourceAsStream(path);
        if (bytes == null) {
            throw new IllegalStateException("no " + path + " among Corral's classes");
        }
        return new InputStreamReader(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String getAbsolutePath() {
        return path;
    }

    /** None: it is in the WAR. */
    @Override
    public String getAbsolutePathOnDisk() {
        return path;
    }

    @Override
    public String getFilename() {
        return name;
    }

    @Override
    public String getRelativePath() {
        return name;
    }
}
