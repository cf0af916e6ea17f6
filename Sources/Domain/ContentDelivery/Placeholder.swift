// ContentDelivery
