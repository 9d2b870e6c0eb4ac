package dev.shorthand.tests.kernel;

import dev.shorthand.kernel.spi.Converter;

/** Found as a service, by the module's descriptor or by META-INF/services. */
public final class TemperatureConverter extends Converter<Temperature, Double> {
    public TemperatureConverter() {
        super(Temperature.class, Double.class, Temperature::degrees, Temperature::new);
    }
}
