package org.corral.settings;

import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sources of settings as plain maps, so that nothing here needs a container. */
public record Sources(
        Map<String, String> environment, Map<String, String> systemProperties, Map<String, String> contextParams) {

    public Sources {
        environment = Map.copyOf(environment);
        systemProperties = Map.copyOf(systemProperties);
        contextParams = Map.copyOf(contextParams);
    }

    /** The environment and the system properties of this process as they are now. */
    public static Sources ofThisProcess(Map<String, String> contextParams) {
        Properties properties = System.getProperties();
        Map<String, String> texts = properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(Function.identity(), name -> properties.getProperty(name, "")));
        return new Sources(System.getenv(), texts, contextParams);
    }

    Map<String, String> at(Place place) {
        return switch (place) {
            case ENVIRONMENT -> environment;
            case SYSTEM_PROPERTY -> systemProperties;
            case CONTEXT_PARAM -> contextParams;
            case DEFAULT -> Map.of();
        };
    }
}
