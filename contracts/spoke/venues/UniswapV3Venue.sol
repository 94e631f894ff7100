// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {IVenue} from "../../interfaces/IVenue.sol";
import {IUniswapV3PoolView, IUniswapV3Payer} from "./IUniswapV3.sol";
import {SqrtPrice} from "./SqrtPrice.sol";

/// @title Trades straight against a Uniswap v3 pool
/// @notice Holds nothing and remembers nothing, so it needs no proxy, no owner and no caller list: whoever calls trades
/// what it has just sent here. A new adapter is listed by a vote on venues instead of an upgrade.
contract UniswapV3Venue is IVenue, IUniswapV3Payer {
    using SafeERC20 for IERC20;
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.AddressSlot;

    /// @dev Transient: the pool being called, the only one that may ask for payment.
    bytes32 private constant POOL = keccak256("gimbal.UniswapV3Venue.pool");
    uint256 private constant FEE_UNIT = 1e6;

    /// @inheritdoc IVenue
    function trade(Order calldata order) external returns (uint256 amountIn, uint256 amountOut) {
        if (POOL.asAddress().tload() != address(0)) revert NotThePool(msg.sender);
        bool baseIsToken0 = _checkTokens(order.pool, order.baseToken, order.quoteToken);
        bool zeroForOne = order.baseIsIn == baseIsToken0;
        uint160 limit = _limit(order, baseIsToken0, zeroForOne);
        IERC20 input = IERC20(order.baseIsIn ? order.baseToken : order.quoteToken);
        uint256 had = input.balanceOf(address(this));

        if (_reachable(order.pool, limit, zeroForOne)) {
            POOL.asAddress().tstore(order.pool);
            int256 amount = order.baseIsIn ? int256(order.base) : -int256(order.base);
            (int256 amount0, int256 amount1) = IUniswapV3PoolView(order.pool)
                .swap(order.recipient, zeroForOne, amount, limit, abi.encode(input));
            POOL.asAddress().tstore(address(0));
            amountOut = uint256(-(zeroForOne ? amount1 : amount0));
        }

        amountIn = had - input.balanceOf(address(this));
        if (amountIn < order.amountInMax) input.safeTransfer(order.recipient, order.amountInMax - amountIn);
    }

    /// @notice Pays the pool that `trade` is calling.
    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata data) external {
        if (msg.sender != POOL.asAddress().tload()) revert NotThePool(msg.sender);
        abi.decode(data, (IERC20)).safeTransfer(msg.sender, uint256(amount0 > 0 ? amount0 : amount1));
    }

    /// @inheritdoc IVenue
    function mid(address pool, address baseToken, address quoteToken) external view returns (uint256) {
        bool baseIsToken0 = _checkTokens(pool, baseToken, quoteToken);
        (uint160 root,,,,,,) = IUniswapV3PoolView(pool).slot0();
        return SqrtPrice.toPrice(root, _unit(baseToken), _unit(quoteToken), baseIsToken0);
    }

    /// @dev The pool's own limit has no fee in it; the order's has. Rounded so that the pool stops before, never behind.
    function _limit(Order calldata order, bool baseIsToken0, bool zeroForOne) private view returns (uint160) {
        uint256 kept = FEE_UNIT - IUniswapV3PoolView(order.pool).fee();
        uint256 price = order.baseIsIn
            ? Math.mulDiv(order.priceLimit, FEE_UNIT, kept, Math.Rounding.Ceil)
            : Math.mulDiv(order.priceLimit, kept, FEE_UNIT);
        return
            SqrtPrice.fromPrice(
                price, _unit(order.baseToken), _unit(order.quoteToken), baseIsToken0, zeroForOne
            );
    }

    /// @dev A pool that is already past the limit would revert: there is nothing to trade instead.
    function _reachable(address pool, uint160 limit, bool zeroForOne) private view returns (bool) {
        (uint160 root,,,,,,) = IUniswapV3PoolView(pool).slot0();
        return zeroForOne ? limit < root : limit > root;
    }

    function _checkTokens(address pool, address baseToken, address quoteToken)
        private
        view
        returns (bool baseIsToken0)
    {
        (address token0, address token1) =
            (IUniswapV3PoolView(pool).token0(), IUniswapV3PoolView(pool).token1());
        baseIsToken0 = token0 == baseToken && token1 == quoteToken;
        if (!baseIsToken0 && (token0 != quoteToken || token1 != baseToken)) {
            revert WrongTokens(pool, token0, token1);
        }
    }

    function _unit(address token) private view returns (uint256) {
        return 10 ** IERC20Metadata(token).decimals();
    }
}
