// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IVenue} from "gimbal/interfaces/IVenue.sol";
import {UniswapV3Venue} from "gimbal/spoke/venues/UniswapV3Venue.sol";
import {Token} from "../support/Token.sol";
import {UniswapV3Fixture, IUniswapV3Factory} from "../support/UniswapV3Fixture.sol";

/// @notice Looks like a pool of the two tokens and asks for more than it was promised, or from whom it should not.
contract HostilePool {
    address public token0;
    address public token1;
    uint24 public constant fee = 3000;
    address public other;

    constructor(address a, address b, address other_) {
        (token0, token1, other) = (a, b, other_);
    }

    function slot0() external pure returns (uint160, int24, uint16, uint16, uint16, uint8, bool) {
        return (1 << 96, 0, 0, 0, 0, 0, true);
    }

    function swap(address, bool zeroForOne, int256, uint160, bytes calldata data)
        external
        returns (int256, int256)
    {
        if (other == address(this)) {
            IVenue(msg.sender)
                .trade(
                    IVenue.Order({
                    pool: address(this),
                    baseToken: token0,
                    quoteToken: token1,
                    baseIsIn: true,
                    base: 1,
                    amountInMax: 0,
                    priceLimit: 1,
                    recipient: address(this)
                })
                );
        }
        HostileCaller(other).ask(UniswapV3Venue(msg.sender), data);
        return zeroForOne ? (int256(1), -int256(1)) : (-int256(1), int256(1));
    }
}

contract HostileCaller {
    function ask(UniswapV3Venue venue, bytes calldata data) external {
        venue.uniswapV3SwapCallback(1, 0, data);
    }
}

contract UniswapV3VenueTest is UniswapV3Fixture {
    uint256 internal constant PRICE = 3000e18;
    UniswapV3Venue internal venue = new UniswapV3Venue();
    IUniswapV3Factory internal factory;
    Token internal base;
    Token internal quote;
    address internal pool;
    address internal to = makeAddr("vault");

    function setUp() public {
        factory = deployFactory();
    }

    /// @dev `depth` quote in native units on each side at the start.
    function _pool(uint8 baseDecimals, uint8 quoteDecimals, bool baseFirst, uint24 fee, uint256 price)
        internal
    {
        (base, quote) = deployTokens(baseDecimals, quoteDecimals, baseFirst);
        pool = deployPool(factory, base, quote, fee, price);
        addLiquidity(pool, 1e17);
    }

    function _order(bool sell, uint256 amount, uint256 most, uint256 limit)
        internal
        view
        returns (IVenue.Order memory)
    {
        return IVenue.Order({
            pool: pool,
            baseToken: address(base),
            quoteToken: address(quote),
            baseIsIn: sell,
            base: amount,
            amountInMax: most,
            priceLimit: limit,
            recipient: to
        });
    }

    function _sell(uint256 amount, uint256 limit) internal returns (uint256 sold, uint256 got) {
        base.mint(address(venue), amount);
        venue.trade(_order(true, amount, amount, limit));
        sold = amount - base.balanceOf(to);
        got = quote.balanceOf(to);
    }

    function _buy(uint256 amount, uint256 most, uint256 limit)
        internal
        returns (uint256 paid, uint256 bought)
    {
        quote.mint(address(venue), most);
        venue.trade(_order(false, amount, most, limit));
        paid = most - quote.balanceOf(to);
        bought = base.balanceOf(to);
    }

    function _priceOf(uint256 quoteAmount, uint256 baseAmount) internal view returns (uint256) {
        return quoteAmount * 1e18 * 10 ** base.decimals() / baseAmount / 10 ** quote.decimals();
    }

    function test_sellsExactlyTheBase_bothTokenOrders() public {
        for (uint256 i; i < 2; i++) {
            _pool(18, 6, i == 0, 500, PRICE);
            uint256 before = vm.snapshotState();
            (uint256 sold, uint256 got) = _sell(1e18, PRICE * 99 / 100);
            assertEq(sold, 1e18, "sold");
            assertApproxEqRel(_priceOf(got, sold), PRICE * 9995 / 10000, 0.001e18, "price");
            assertEq(base.balanceOf(address(venue)) + quote.balanceOf(address(venue)), 0, "holds nothing");
            vm.revertToState(before);
            (uint256 paid, uint256 bought) = _buy(1e18, 4000e6, PRICE * 101 / 100);
            assertEq(bought, 1e18, "bought");
            assertApproxEqRel(_priceOf(paid, bought), PRICE * 10005 / 10000, 0.001e18, "price");
            assertEq(base.balanceOf(address(venue)) + quote.balanceOf(address(venue)), 0, "holds nothing");
        }
    }

    /// @dev The limit holds for the marginal price with the fee in it, so for the average too, and unused input comes back.
    function test_stopsAtTheLimit_feeIncluded() public {
        for (uint256 i; i < 4; i++) {
            bool sell = i < 2;
            _pool(18, 6, i % 2 == 0, 3000, PRICE);
            uint256 limit = sell ? PRICE * 990 / 1000 : PRICE * 1010 / 1000;
            (uint256 a, uint256 b) = sell ? _sell(1e24, limit) : _buy(1e24, 1e16, limit);
            (uint256 baseMoved, uint256 quoteMoved) = sell ? (a, b) : (b, a);
            assertGt(baseMoved, 0, "partly done");
            assertLt(baseMoved, 1e24, "partly only");
            uint256 average = _priceOf(quoteMoved, baseMoved);
            if (sell) assertGe(average, limit);
            else assertLe(average, limit);
            uint256 marginal = venue.mid(pool, address(base), address(quote));
            assertApproxEqRel(
                sell ? marginal * 997 / 1000 : marginal * 1000 / 997, limit, 1e12, "stopped at it"
            );
        }
    }

    function test_doesNothing_whenThePoolIsPastTheLimit() public {
        _pool(18, 6, true, 500, PRICE);
        (uint256 sold, uint256 got) = _sell(1e18, PRICE);
        assertEq(sold + got, 0);
        (uint256 paid, uint256 bought) = _buy(1e18, 4000e6, PRICE);
        assertEq(paid, 0);
        assertEq(bought, 1e18, "only what the sale gave back");
    }

    function test_doesNothing_inAnEmptyPool() public {
        _pool(18, 6, false, 500, PRICE);
        removeLiquidity(pool, 1e17);
        (uint256 sold, uint256 got) = _sell(1e18, PRICE * 99 / 100);
        assertEq(sold + got, 0);
    }

    function test_donationsStay_andAreNeverSpent() public {
        _pool(18, 6, true, 500, PRICE);
        base.mint(address(venue), 5e18);
        (uint256 sold,) = _sell(1e18, PRICE * 99 / 100);
        assertEq(sold, 1e18);
        assertEq(base.balanceOf(address(venue)), 5e18);
    }

    function testFuzz_midAndLimits(uint256 price, uint256 seed) public {
        price = bound(price, 1e12, 1e24);
        uint8[3] memory decimals = [6, 8, 18];
        _pool(decimals[seed % 3], decimals[(seed / 3) % 3], (seed / 9) % 2 == 0, 500, price);
        assertApproxEqRel(venue.mid(pool, address(base), address(quote)), price, 1e10, "mid");
        bool sell = (seed / 18) % 2 == 0;
        uint256 limit = sell ? price * 995 / 1000 : price * 1005 / 1000;
        (uint256 a, uint256 b) = sell ? _sell(1e30, limit) : _buy(1e30, 1e40, limit);
        (uint256 baseMoved, uint256 quoteMoved) = sell ? (a, b) : (b, a);
        if (baseMoved == 0) return;
        // Cross-multiplied, with the pool's own rounding of one unit on each side.
        uint256 left =
            (sell ? quoteMoved + 1 : quoteMoved - (quoteMoved == 0 ? 0 : 1)) * 1e18 * 10 ** base.decimals();
        uint256 right = (sell ? baseMoved : baseMoved + 1) * limit * 10 ** quote.decimals();
        if (sell) assertGe(left, right);
        else assertLe(left, right);
    }

    function test_refusesForeignTokens() public {
        _pool(18, 6, true, 500, PRICE);
        IVenue.Order memory order = _order(true, 1, 0, PRICE);
        order.quoteToken = address(new Token("OTHER", 6));
        vm.expectRevert(
            abi.encodeWithSelector(IVenue.WrongTokens.selector, pool, address(base), address(quote))
        );
        venue.trade(order);
        vm.expectRevert(
            abi.encodeWithSelector(IVenue.WrongTokens.selector, pool, address(base), address(quote))
        );
        venue.mid(pool, address(quote), order.quoteToken);
    }

    function test_callbackRefusesEveryoneWhileNoPoolIsCalled() public {
        vm.expectRevert(abi.encodeWithSelector(IVenue.NotThePool.selector, address(this)));
        venue.uniswapV3SwapCallback(1, 0, abi.encode(address(0)));
    }

    function test_callbackRefusesAllButThePoolBeingCalled() public {
        HostileCaller caller = new HostileCaller();
        (base, quote) = deployTokens(18, 6, true);
        pool = address(new HostilePool(address(base), address(quote), address(caller)));
        vm.expectRevert(abi.encodeWithSelector(IVenue.NotThePool.selector, address(caller)));
        venue.trade(_order(true, 1, 0, 1));
    }

    function test_refusesReentryFromThePool() public {
        (base, quote) = deployTokens(18, 6, true);
        address self = vm.computeCreateAddress(address(this), vm.getNonce(address(this)));
        pool = address(new HostilePool(address(base), address(quote), self));
        assertEq(pool, self);
        vm.expectRevert(abi.encodeWithSelector(IVenue.NotThePool.selector, pool));
        venue.trade(_order(true, 1, 0, 1));
    }
}
