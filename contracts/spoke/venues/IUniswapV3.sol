// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice What the venue needs of a Uniswap v3 pool.
interface IUniswapV3PoolView {
    function token0() external view returns (address);
    function token1() external view returns (address);
    /// @notice In millionths of the input.
    function fee() external view returns (uint24);
    function slot0()
        external
        view
        returns (
            uint160 sqrtPriceX96,
            int24 tick,
            uint16 observationIndex,
            uint16 observationCardinality,
            uint16 observationCardinalityNext,
            uint8 feeProtocol,
            bool unlocked
        );
    /// @param amountSpecified positive: exact input; negative: exact output
    /// @param sqrtPriceLimitX96 where the swap stops
    function swap(
        address recipient,
        bool zeroForOne,
        int256 amountSpecified,
        uint160 sqrtPriceLimitX96,
        bytes calldata data
    ) external returns (int256 amount0, int256 amount1);
}

/// @notice Called by the pool to be paid.
interface IUniswapV3Payer {
    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata data) external;
}
