"""What words of a question mean, one YAML file a language: {meaning: [phrases]}."""
