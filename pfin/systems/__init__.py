"""Systems: boundaries drawn around accounts, the stocks inside them, the flows that cross them, and the law of both."""
