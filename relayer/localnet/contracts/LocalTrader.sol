// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {
    IUniswapV3MintCallback
} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3MintCallback.sol";
import {
    IUniswapV3SwapCallback
} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

/// @title Liquidity provider and arbitrageur of the local network
/// @notice Holds what it trades with. Its owner provides liquidity and brings pools back to the price.
contract LocalTrader is IUniswapV3MintCallback, IUniswapV3SwapCallback {
    using SafeERC20 for IERC20;

    /// @param low,high sqrt prices (Q64.96) between which nobody can earn more than the fee
    struct Corridor {
        IUniswapV3Pool pool;
        uint160 low;
        uint160 high;
    }

    address public immutable owner;
    address private _calling;

    error NotOwner(address caller);
    error NotThePool(address caller);

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        _;
    }

    constructor() {
        owner = msg.sender;
    }

    function provide(IUniswapV3Pool pool, int24 lowTick, int24 highTick, uint128 liquidity)
        external
        onlyOwner
    {
        _calling = address(pool);
        pool.mint(address(this), lowTick, highTick, liquidity, "");
        _calling = address(0);
    }

    /// @notice Takes liquidity back out of a pool, with what it has earned.
    function withdraw(IUniswapV3Pool pool, int24 lowTick, int24 highTick, uint128 liquidity)
        external
        onlyOwner
    {
        pool.burn(lowTick, highTick, liquidity);
        pool.collect(address(this), lowTick, highTick, type(uint128).max, type(uint128).max);
    }

    /// @notice Trades each pool that has left its corridor back to the nearer edge, as far as the tokens here reach.
    function align(Corridor[] calldata corridors) external onlyOwner {
        for (uint256 i; i < corridors.length; i++) {
            Corridor calldata corridor = corridors[i];
            (uint160 price,,,,,,) = corridor.pool.slot0();
            if (price >= corridor.low && price <= corridor.high) continue;
            bool down = price > corridor.high;
            address tokenIn = down ? corridor.pool.token0() : corridor.pool.token1();
            int256 most = int256(IERC20(tokenIn).balanceOf(address(this)));
            if (most == 0) continue;
            _calling = address(corridor.pool);
            corridor.pool.swap(address(this), down, most, down ? corridor.high : corridor.low, "");
            _calling = address(0);
        }
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        _pay(amount0, amount1);
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        _pay(amount0 > 0 ? uint256(amount0) : 0, amount1 > 0 ? uint256(amount1) : 0);
    }

    function _pay(uint256 amount0, uint256 amount1) private {
        if (msg.sender != _calling) revert NotThePool(msg.sender);
        if (amount0 > 0) IERC20(IUniswapV3Pool(msg.sender).token0()).safeTransfer(msg.sender, amount0);
        if (amount1 > 0) IERC20(IUniswapV3Pool(msg.sender).token1()).safeTransfer(msg.sender, amount1);
    }
}
