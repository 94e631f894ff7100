// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {HedgeExecutor} from "gimbal/spoke/HedgeExecutor.sol";
import {SpokeVault} from "gimbal/spoke/SpokeVault.sol";
import {UniswapV3Venue} from "gimbal/spoke/venues/UniswapV3Venue.sol";
import {MarketConfig, VenueKind, VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {Ladder, Leg, MandateBody} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";
import {OracleDouble} from "../support/OracleDouble.sol";
import {UniswapV3Fixture, IUniswapV3Factory} from "../support/UniswapV3Fixture.sol";
import {VaultFixture} from "../vault/VaultFixture.sol";

/// @notice Vault and executor with one real pool, 90 base deep within 0.1 % of 3000, and books of calls struck there.
abstract contract ExecutorFixture is VaultFixture, UniswapV3Fixture {
    uint32 internal constant MARKET = 1;
    uint32 internal constant VENUE = 11;
    uint256 internal constant PRICE = 3000e18;
    uint256 internal constant START = 1_700_000_000;
    uint256 internal constant LOT = 0.01e18;
    address internal relayer = makeAddr("relayer");
    address internal filler = makeAddr("filler");
    OracleDouble internal oracle = new OracleDouble();
    UniswapV3Venue internal venue = new UniswapV3Venue();
    IUniswapV3Factory internal factory;
    address internal pool;
    HedgeExecutor internal exec;
    MarketConfig internal config;

    function setUp() public virtual override {
        super.setUp();
        oracle.set(PRICE);
        factory = deployFactory();
        pool = deployPool(factory, base, quote, 500, PRICE);
        addLiquidity(pool, 1e19);
        HedgeExecutor.Init memory init = HedgeExecutor.Init({
            control: control,
            vault: vault,
            oracle: IOracleRouter(address(oracle)),
            baseToken: address(base),
            quoteToken: address(quote),
            market: MARKET
        });
        exec = HedgeExecutor(
            proxy(
                address(new HedgeExecutor()),
                abi.encodeCall(HedgeExecutor.initialize, (address(manager), init))
            )
        );
        allow(address(exec), address(vault), SpokeVault.release.selector, 1);
        allow(address(exec), address(vault), SpokeVault.applyTrade.selector, 1);
        allow(relayer, address(exec), HedgeExecutor.hedge.selector, 3);
        _setConfig();
    }

    function _setConfig() private {
        config.market = MARKET;
        config.lot = uint128(LOT);
        config.band.riskAversion = 10e18;
        config.band.costRate = 0.0015e18;
        config.band.fixedCost = 5e18;
        config.band.floor = 0.05e18;
        config.band.cap = 20e18;
        config.band.capShare = 0.5e18;
        config.limits.slippage = 0.01e18;
        config.limits.clip = 100e18;
        config.limits.interval = 60;
        config.limits.turnoverCapacity = 1_000_000e18;
        config.limits.turnoverRate = 100e18;
        config.limits.costCapacity = 10_000e18;
        config.limits.costRate = 1e18;
        config.limits.fillCapacity = 500_000e18;
        config.limits.fillRate = 50e18;
        config.limits.fillDistance = 1.25e18;
        config.limits.fillFull = 3e18;
        config.limits.pathAllowance = 2e18;
        config.limits.pathRate = 0.0001e18;
        config.oracle.tolerance = 0.01e18;
        config.settlement.window = 30 minutes;
        config.settlement.instants = 6;
        config.venues
            .push(
                VenueTerms({
                    id: VENUE,
                    adapter: address(venue),
                    pool: pool,
                    kind: VenueKind.UNISWAP_V3,
                    status: VenueStatus.ACTIVE,
                    clip: 60e18
                })
            );
        control.setMarket(config);
    }

    /// @notice `size` calls (negative: sold) struck at 3000, 30 days.
    function bodyOf(uint64 book, int128 size) internal pure returns (MandateBody memory body) {
        body.book = book;
        body.market = MARKET;
        body.share = 1e18;
        body.riskAversion = 4e13;
        body.range = 100e18;
        body.legs = new Leg[](1);
        body.legs[0] = Leg({
            series: seriesId(MARKET, uint40(START + 30 days), 3000e18, false),
            size: size,
            vol: 0.6e18,
            carry: 0
        });
    }

    function callOf(MandateBody memory body) internal returns (IHedgeExecutor.BookCall memory) {
        return IHedgeExecutor.BookCall({
            body: body, index: uint32(body.book), proof: control.setMandate(body, uint32(body.book))
        });
    }

    /// @dev Proofs are read once all bodies are in the tree.
    function callsOf(MandateBody[] memory bodies) internal returns (IHedgeExecutor.BookCall[] memory calls) {
        calls = new IHedgeExecutor.BookCall[](bodies.length);
        for (uint256 i; i < bodies.length; i++) {
            calls[i] = callOf(bodies[i]);
        }
        for (uint256 i; i < bodies.length; i++) {
            calls[i].proof = control.mandateProof(calls[i].index);
        }
    }

    function only(MandateBody memory body) internal returns (IHedgeExecutor.BookCall[] memory calls) {
        calls = new IHedgeExecutor.BookCall[](1);
        calls[0] = callOf(body);
    }

    function orderOf(int256 amount) internal pure returns (IHedgeExecutor.VenueOrder[] memory orders) {
        orders = new IHedgeExecutor.VenueOrder[](1);
        orders[0] = IHedgeExecutor.VenueOrder({
            venue: VENUE, base: amount, priceLimit: amount > 0 ? type(uint256).max : 0
        });
    }

    function hedge(IHedgeExecutor.BookCall[] memory calls, IHedgeExecutor.VenueOrder[] memory orders)
        internal
        returns (int256[] memory)
    {
        vm.prank(relayer);
        return exec.hedge(calls, new bytes[](0), orders, uint64(block.timestamp));
    }

    function hedge(MandateBody memory body, int256 amount) internal returns (int256) {
        IHedgeExecutor.BookCall[] memory calls = only(body);
        return hedge(calls, orderOf(amount))[0];
    }

    function hedgeReverts(MandateBody memory body, int256 amount, bytes memory reason) internal {
        IHedgeExecutor.BookCall[] memory calls = only(body);
        vm.expectRevert(reason);
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orderOf(amount), uint64(block.timestamp));
    }

    function fill(MandateBody memory body, int256 amount, uint256 limit) internal returns (uint256) {
        IHedgeExecutor.BookCall memory call = callOf(body);
        arm(filler);
        vm.prank(filler);
        return exec.fill(call, amount, new bytes[](0), limit, uint64(block.timestamp));
    }

    function fillReverts(MandateBody memory body, int256 amount, uint256 limit, bytes memory reason)
        internal
    {
        IHedgeExecutor.BookCall memory call = callOf(body);
        arm(filler);
        vm.expectRevert(reason);
        vm.prank(filler);
        exec.fill(call, amount, new bytes[](0), limit, uint64(block.timestamp));
    }

    /// @notice Tokens of both kinds and an allowance.
    function arm(address who) internal {
        base.mint(who, 1000e18);
        quote.mint(who, 3_000_000e6);
        vm.startPrank(who);
        base.approve(address(exec), type(uint256).max);
        quote.approve(address(exec), type(uint256).max);
        vm.stopPrank();
    }

    function evaluate(MandateBody memory body) internal view returns (IHedgeExecutor.BookView memory) {
        return exec.evaluate(body, oracle.price(), uint64(block.timestamp));
    }

    function distance(MandateBody memory body) internal view returns (int256) {
        IHedgeExecutor.BookView memory at = evaluate(body);
        return at.held - at.target;
    }

    /// @notice What would bring the book to its inner band, a lot at least; 0 inside it.
    function needOf(MandateBody memory body) internal view returns (int256) {
        IHedgeExecutor.BookView memory at = evaluate(body);
        int256 y = at.held - at.target;
        uint256 size = uint256(y < 0 ? -y : y);
        if (size <= at.inner) return 0;
        size -= at.inner;
        if (size < LOT) size = LOT;
        return y < 0 ? int256(size) : -int256(size);
    }

    /// @notice The market moves: oracle and pool.
    function moveTo(uint256 price) internal {
        bool up = price > oracle.price();
        pushPool(pool, base, quote, price, up);
        oracle.set(price);
        vm.warp(block.timestamp + 60);
    }

    function requireConserved() internal view {
        (uint256 allBase, uint256 allQuote) = vault.accounted();
        assertEq(base.balanceOf(address(vault)), allBase, "base");
        assertEq(quote.balanceOf(address(vault)), allQuote, "quote");
    }
}
