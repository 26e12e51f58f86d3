"""The judge of the models: fires that were measured, beside what a model says of them."""
