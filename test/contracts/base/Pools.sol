// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {Vm} from "forge-std/Vm.sol";
import {SqrtPrice} from "gimbal/spoke/venues/SqrtPrice.sol";
import {LocalTrader} from "localnet/LocalTrader.sol";
import {Spoke} from "./Chains.sol";

/// @notice Real Uniswap v3 pools from the published factory, and the arbitrage that keeps them at the market.
library Pools {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    string private constant FACTORY =
        "node_modules/@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json";

    function newFactory() internal returns (IUniswapV3Factory factory) {
        bytes memory code = VM.parseJsonBytes(VM.readFile(FACTORY), ".bytecode");
        assembly ("memory-safe") {
            factory := create(0, add(code, 0x20), mload(code))
        }
        require(address(factory) != address(0), "factory");
    }

    function open(Spoke storage s, IUniswapV3Factory factory, uint24 fee, uint256 price) internal {
        s.pool = factory.createPool(address(s.base), address(s.quote), fee);
        IUniswapV3Pool(s.pool).initialize(rootAt(s, price, false));
        s.trader = new LocalTrader();
    }

    /// @notice Liquidity over the whole range from what the trader holds.
    function provide(Spoke storage s, uint128 liquidity) internal {
        int24 spacing = IUniswapV3Pool(s.pool).tickSpacing();
        int24 top = (887272 / spacing) * spacing;
        s.trader.provide(IUniswapV3Pool(s.pool), -top, top, liquidity);
    }

    /// @notice Arbitrageurs bring the pool to within its fee of the price.
    function align(Spoke storage s, uint256 price) internal {
        uint256 fee = uint256(IUniswapV3Pool(s.pool).fee()) * 1e12;
        uint160 below = rootAt(s, price * (1e18 - fee) / 1e18, false);
        uint160 above = rootAt(s, price * (1e18 + fee) / 1e18, false);
        LocalTrader.Corridor[] memory corridors = new LocalTrader.Corridor[](1);
        corridors[0] = LocalTrader.Corridor(
            IUniswapV3Pool(s.pool), below < above ? below : above, below < above ? above : below
        );
        s.trader.align(corridors);
    }

    function rootAt(Spoke storage s, uint256 price, bool up) internal view returns (uint160) {
        return SqrtPrice.fromPrice(price, 1e18, 1e6, address(s.base) < address(s.quote), up);
    }
}
