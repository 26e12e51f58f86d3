"""What is learned: samples out, models in. Empty until the training service is built."""
