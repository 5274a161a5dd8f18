"""How the weights of the clause model and the formulas are made; needs scikit-learn."""
