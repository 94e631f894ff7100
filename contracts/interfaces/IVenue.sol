// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title A place to trade, as the executor sees it
/// @notice Adapters are stateless between calls. They are not believed: the executor measures the vault's balances.
interface IVenue {
    /// @param pool the pool
    /// @param tokenIn already in the adapter, at most `amountInMax` of it
    /// @param baseIsIn true: sell exactly `base`; false: buy exactly `base`
    /// @param base native base units wanted
    /// @param priceLimit worst marginal price, fee included, 18-decimal quote per base; the trade stops there, partly
    /// or not at all done
    /// @param recipient gets the output and the unused input
    struct Order {
        address pool;
        address baseToken;
        address quoteToken;
        bool baseIsIn;
        uint256 base;
        uint256 amountInMax;
        uint256 priceLimit;
        address recipient;
    }

    error NotThePool(address caller);
    error WrongTokens(address pool, address token0, address token1);

    function trade(Order calldata order) external returns (uint256 amountIn, uint256 amountOut);
    /// @notice Mid price before fee, 18-decimal quote per base.
    function mid(address pool, address baseToken, address quoteToken) external view returns (uint256);
}
