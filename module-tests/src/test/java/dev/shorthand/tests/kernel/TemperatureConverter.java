package dev.shorthand.tests.kernel;

import dev.shorthand.kernel.spi.Converter;

/** Found as a service, by the module's descriptor or by META-INF/services. */
public final class TemperatureConverter implements Converter<Temperature, Double> {
    @Override
    public Class<Temperature> type() {
        return Temperature.class;
    }

    @Override
    public Class<Double> wireType() {
        return Double.class;
    }

    @Override
    public Double toWire(Temperature value) {
        return value.degrees();
    }

    @Override
    public Temperature fromWire(Double wire) {
        return new Temperature(wire);
    }
}
