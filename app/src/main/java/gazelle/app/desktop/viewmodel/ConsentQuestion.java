package gazelle.app.desktop.viewmodel;

/**
 * Asks whether protected data may be sent to a server, before the first run with one of its models.
 *
 * @param place the server
 * @param model the model's title
 */
public record ConsentQuestion(String place, String model) {}
